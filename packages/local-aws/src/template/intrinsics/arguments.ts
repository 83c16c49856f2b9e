import { type Located, textNode } from '../located.js';
import type { Stack } from '../stack/stack.js';
import { resolveDynamicReferences } from './dynamic-references.js';
import { resolve } from './resolve.js';

/** Tells that a function is called with what it does not take. */
export function badArgument(stack: Stack, node: Located, what: string): Located {
  if (node.kind !== 'unresolved')
    stack.reading.problems.add(node.place, {
      code: 'intrinsic-argument',
      what,
      remedy: 'Write the arguments as the CloudFormation page of the function has them.',
    });
  return { kind: 'unresolved', place: node.place };
}

/** A resolved argument as text; undefined when it is none, which is told. */
export function textArgument(stack: Stack, node: Located | undefined, what: string): string | undefined {
  if (node === undefined) return undefined;
  const resolved = resolve(stack, node);
  if (resolved?.kind === 'scalar' && resolved.value !== null) return resolved.text;
  badArgument(stack, resolved ?? node, what);
  return undefined;
}

/** A resolved argument as a list; undefined when it is none, which is told. */
export function listArgument(
  stack: Stack,
  node: Located | undefined,
  what: string,
): readonly Located[] | undefined {
  if (node === undefined) return undefined;
  const resolved = resolve(stack, node);
  if (resolved?.kind === 'list') return resolved.items;
  badArgument(stack, resolved ?? node, what);
  return undefined;
}

/** Text that a function made: it may have put a dynamic reference together. */
export function made(stack: Stack, node: Located, text: string | undefined): Located {
  if (text === undefined) return { kind: 'unresolved', place: node.place };
  return resolveDynamicReferences(stack, textNode(node.place, text));
}
