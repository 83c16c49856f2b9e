import type { Contract, Operation } from '../../src/model.js';

/** An operation of a document that a mock request is for, with its path parameters as they stand in the URI. */
export interface Match {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  /** What of the server's URL comes before the path, variables filled in. */
  readonly prefix: string;
  /** Of its literal text: the longest says most. */
  readonly weight: number;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

interface Template {
  readonly regex: RegExp;
  readonly names: readonly string[];
  readonly weight: number;
}

function templateOf(prefix: string, path: string): Template {
  const names: string[] = [];
  const source = (text: string, mark: string) =>
    text
      .split(/(\{[^}]*\})/)
      .map((part) => {
        if (!part.startsWith('{')) return escaped(part);
        names.push(mark + part.slice(1, -1));
        return '(.*?)';
      })
      .join('');
  const regex = new RegExp(`^(${source(prefix, '@')})${source(path === '/' ? '' : path, '')}$`);
  return { regex, names, weight: `${prefix}${path}`.replaceAll(/\{[^}]*\}/g, '').length };
}

/** The server's path: what follows the host, which the mock server is in the place of. */
function serverPath(contract: Contract): string {
  const url = contract.servers[0]?.url ?? '';
  return url.replace(/^(\{endpoint\}|https?:\/\/[^/]*)/, '').replace(/\/$/, '');
}

/** The operations that a path without its query can mean, with the server's URL before it or without. */
export function matchesOf(contract: Contract, method: string, uri: string): Match[] {
  return contract.operations.flatMap((operation) => {
    if (operation.method !== method.toLowerCase()) return [];
    const { regex, names, weight } = templateOf(serverPath(contract), operation.path);
    const found = regex.exec(uri);
    if (found === null) return [];
    const values = names.map((name, index) => [name, found[index + 2] ?? ''] as const);
    const path = Object.fromEntries(values.filter(([name]) => !name.startsWith('@')));
    return [{ operation, path, prefix: found[1] ?? '', weight }];
  });
}
