import { type Located, textNode } from '../located.js';
import type { Stack } from '../stack/stack.js';
import { badArgument, listArgument, made, textArgument } from './arguments.js';
import { resolve } from './resolve.js';

function pair(node: Located): readonly [Located, Located] | undefined {
  if (node.kind !== 'list' || node.items.length !== 2) return undefined;
  return node.items as readonly [Located, Located] & readonly Located[];
}

export function join(stack: Stack, argument: Located): Located {
  const both = pair(argument);
  if (both === undefined) return badArgument(stack, argument, 'Fn::Join takes a delimiter and a list');
  const delimiter = textArgument(stack, both[0], 'the delimiter of Fn::Join is a string');
  const items = listArgument(stack, both[1], 'the second argument of Fn::Join is a list');
  const texts = items?.map((item) => textArgument(stack, item, 'Fn::Join joins strings'));
  if (delimiter === undefined || texts === undefined || texts.includes(undefined))
    return { kind: 'unresolved', place: argument.place };
  return made(stack, argument, texts.join(delimiter));
}

export function split(stack: Stack, argument: Located): Located {
  const both = pair(argument);
  if (both === undefined) return badArgument(stack, argument, 'Fn::Split takes a delimiter and a string');
  const delimiter = textArgument(stack, both[0], 'the delimiter of Fn::Split is a string');
  const source = textArgument(stack, both[1], 'Fn::Split splits a string');
  if (delimiter === '') return badArgument(stack, both[0], 'the delimiter of Fn::Split cannot be empty');
  if (delimiter === undefined || source === undefined) return { kind: 'unresolved', place: argument.place };
  const items = source.split(delimiter).map((part) => textNode(argument.place, part));
  return { kind: 'list', place: argument.place, items };
}

export function select(stack: Stack, argument: Located): Located | undefined {
  const both = pair(argument);
  if (both === undefined) return badArgument(stack, argument, 'Fn::Select takes an index and a list');
  const index = textArgument(stack, both[0], 'the index of Fn::Select is an integer');
  const items = listArgument(stack, both[1], 'the second argument of Fn::Select is a list');
  if (index === undefined || items === undefined) return { kind: 'unresolved', place: argument.place };
  const item = /^\d+$/.test(index) ? items[Number(index)] : undefined;
  if (item !== undefined) return item;
  return badArgument(stack, both[0], `Fn::Select has no item ${index} in a list of ${items.length}`);
}

export function base64(stack: Stack, argument: Located): Located {
  const resolved = resolve(stack, argument);
  if (resolved?.kind !== 'scalar')
    return badArgument(stack, resolved ?? argument, 'Fn::Base64 takes a string');
  return textNode(argument.place, Buffer.from(resolved.text, 'utf8').toString('base64'));
}
