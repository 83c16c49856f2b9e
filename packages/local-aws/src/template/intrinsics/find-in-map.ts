import type { Located } from '../located.js';
import { didYouMean } from '../near-names.js';
import { type Stack, section } from '../stack/stack.js';
import { badArgument, textArgument } from './arguments.js';

/** `Fn::FindInMap`: map, top-level key, second-level key. */
export function findInMap(stack: Stack, argument: Located): Located {
  const items = argument.kind === 'list' ? argument.items : [];
  if (items.length !== 3)
    return badArgument(
      stack,
      argument,
      'Fn::FindInMap takes a map and two keys; a default value is not supported',
    );
  const keys = items.map((item) => textArgument(stack, item, 'Fn::FindInMap takes three strings'));
  let node: Located | undefined = section(stack, 'Mappings');
  for (const [index, key] of keys.entries()) {
    if (key === undefined) return { kind: 'unresolved', place: argument.place };
    const entries: ReadonlyMap<string, Located> = node?.kind === 'map' ? node.entries : new Map();
    node = entries.get(key);
    if (node === undefined) return tellMissing(stack, items[index]!, { key, known: [...entries.keys()] });
  }
  return node === undefined
    ? { kind: 'unresolved', place: argument.place }
    : { ...node, place: argument.place };
}

function tellMissing(stack: Stack, node: Located, { key, known }: { key: string; known: string[] }): Located {
  stack.reading.problems.add(node.place, {
    code: 'unknown-mapping',
    what: `Mappings has no ${key} here.${didYouMean(key, known)}`,
    remedy: known.length === 0 ? 'Add the map to Mappings.' : `Use one of ${known.join(', ')}.`,
  });
  return { kind: 'unresolved', place: node.place };
}
