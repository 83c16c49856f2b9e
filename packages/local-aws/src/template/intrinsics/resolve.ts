import type { Place } from '../../system.js';
import { type Located, type LocatedMap, textNode } from '../located.js';
import type { Stack } from '../stack/stack.js';
import { condition } from './condition-functions.js';
import { resolveDynamicReferences } from './dynamic-references.js';
import { findInMap } from './find-in-map.js';
import { getAtt } from './get-att.js';
import { importValue } from './import-value.js';
import { include } from './include.js';
import { ref } from './ref.js';
import { base64, join, select, split } from './string-functions.js';
import { sub } from './sub.js';

/** Works out one function; undefined is AWS::NoValue. */
export type Intrinsic = (stack: Stack, argument: Located) => Located | undefined;

const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', sub],
  ['Fn::If', condition],
  ['Fn::Join', join],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Base64', base64],
  ['Fn::FindInMap', findInMap],
  ['Fn::ImportValue', importValue],
  ['Fn::Transform', include],
]);

/** The function that a map of one entry calls, and what it is called with. */
export function intrinsicCall(node: Located): { name: string; argument: Located } | undefined {
  if (node.kind !== 'map' || node.entries.size !== 1) return undefined;
  const [[name, argument]] = [...node.entries] as [[string, Located]];
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument } : undefined;
}

/** The node without intrinsic functions; undefined where the template says AWS::NoValue. */
export function resolve(stack: Stack, node: Located): Located | undefined {
  const call = intrinsicCall(node);
  if (call !== undefined) return callIntrinsic(stack, node, call);
  if (node.kind === 'map') return resolveMap(stack, node);
  if (node.kind === 'list')
    return { ...node, items: node.items.flatMap((item) => resolve(stack, item) ?? []) };
  if (node.kind === 'scalar' && typeof node.value === 'string')
    return resolveDynamicReferences(stack, textNode(node.place, node.value));
  return node;
}

export function resolveMap(stack: Stack, node: LocatedMap): LocatedMap {
  for (const [key, place] of node.keys) if (key.startsWith('Fn::')) tellSiblings(stack, place, key);
  const entries = Array.from(node.entries).flatMap(([key, value]) => {
    const resolved = resolve(stack, value);
    return resolved === undefined ? [] : [[key, resolved] as const];
  });
  const keys = entries.map(([key]) => [key, node.keys.get(key) ?? node.place] as const);
  return { ...node, entries: new Map(entries), keys: new Map(keys) };
}

function tellSiblings(stack: Stack, place: Place, name: string): void {
  stack.reading.problems.add(place, {
    code: 'intrinsic-argument',
    what: `${name} stands beside other keys`,
    remedy: 'Leave the function alone in its map: it stands for the whole value.',
  });
}

function callIntrinsic(
  stack: Stack,
  node: Located,
  { name, argument }: { name: string; argument: Located },
): Located | undefined {
  const intrinsic = intrinsics.get(name);
  if (intrinsic !== undefined) return intrinsic(stack, argument);
  stack.reading.problems.add(node.place, {
    code: 'unsupported-intrinsic',
    what: `${name} is not supported here`,
    remedy: `Write the value itself, or use one of ${[...intrinsics.keys()].join(', ')}.`,
  });
  return { kind: 'unresolved', place: node.place };
}
