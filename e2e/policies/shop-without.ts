import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCollection, isNode, LineCounter, parseDocument, visit } from 'yaml';

const workspace = join(import.meta.dirname, '..', '..');

/** A statement by where it begins in a template, `apps/orders/template.yaml`. */
export interface Removed {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The template without the item that begins there; tags of CloudFormation stay as they are. */
function without(text: string, { file, line, column }: Removed): string {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { logLevel: 'silent', lineCounter });
  let found = false;
  visit(document, {
    Node(key, node, ancestors) {
      const { line: atLine, col } = lineCounter.linePos(node.range?.[0] ?? 0);
      const parent = ancestors.at(-1);
      if (atLine !== line || col !== column || !isCollection(node) || !isNode(parent)) return undefined;
      if (typeof key !== 'number' || !isCollection(parent)) return undefined;
      parent.items.splice(key, 1);
      found = true;
      return visit.BREAK;
    },
  });
  if (!found) throw new Error(`${file}:${line}:${column} is no item of a list`);
  return document.toString({ lineWidth: 0 });
}

/** The shop's templates in a directory of their own, less some statements; resolves to the root template. */
export function shopWithout(directory: string, removed: readonly Removed[]): string {
  for (const file of ['template.yaml', 'samconfig.toml'])
    copyFileSync(join(workspace, file), join(directory, file));
  for (const service of readdirSync(join(workspace, 'apps'))) {
    const [from, to] = [join(workspace, 'apps', service), join(directory, 'apps', service)];
    mkdirSync(to, { recursive: true });
    for (const entry of readdirSync(from))
      if (entry !== 'template.yaml') symlinkSync(join(from, entry), join(to, entry));
    // From the end, so that what is removed moves no other.
    const own = removed
      .filter((each) => each.file === `apps/${service}/template.yaml`)
      .toSorted((a, b) => b.line - a.line || b.column - a.column);
    const text = readFileSync(join(from, 'template.yaml'), 'utf8');
    writeFileSync(join(to, 'template.yaml'), own.reduce(without, text));
  }
  return join(directory, 'template.yaml');
}
