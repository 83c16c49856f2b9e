import { isText, type Located, type LocatedMap, type LocatedScalar, textNode } from '../located.js';
import type { Stack } from '../stack/stack.js';
import { badArgument, made, textArgument } from './arguments.js';
import { getAttribute } from './get-att.js';
import { reference } from './ref.js';
import { resolve } from './resolve.js';

/** `${!Literal}` stands for `${Literal}`. */
const placeholder = /\$\{(!?)\s*([^${}]*?)\s*\}/g;

interface SubArguments {
  readonly template: LocatedScalar;
  readonly variables?: LocatedMap;
}

export function subArguments(argument: Located): SubArguments | undefined {
  if (isText(argument)) return { template: argument };
  if (argument.kind !== 'list') return undefined;
  const [template, variables] = argument.items;
  if (!isText(template) || variables?.kind !== 'map' || argument.items.length !== 2) return undefined;
  return { template, variables };
}

/** The names between `${` and `}`. */
export function placeholders(text: string): string[] {
  return Array.from(text.matchAll(placeholder)).flatMap(([, literal, name]) =>
    literal === '' && name !== undefined ? [name] : [],
  );
}

export function sub(stack: Stack, argument: Located): Located {
  const parsed = subArguments(argument);
  if (parsed === undefined)
    return badArgument(stack, argument, 'Fn::Sub takes a string, or a string and a map of variables');
  let unresolved = false;
  const text = parsed.template.text.replace(placeholder, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    const value = placeholderValue(stack, parsed, name);
    unresolved ||= value === undefined;
    return value ?? '';
  });
  return made(stack, parsed.template, unresolved ? undefined : text);
}

function placeholderValue(
  stack: Stack,
  { template, variables }: SubArguments,
  name: string,
): string | undefined {
  const variable = variables?.entries.get(name);
  if (variable !== undefined)
    return textArgument(stack, variable, `the variable ${name} of Fn::Sub is a string`);
  const at = textNode(template.place, name);
  const value = isAttribute(stack, name) ? getAttribute(stack, at, name) : reference(stack, at);
  if (value?.kind === 'scalar') return value.text;
  badArgument(stack, value ?? at, `\${${name}} in Fn::Sub is no string`);
  return undefined;
}

/** `Api.Stage` and the like are references that SAM adds; everything else with a dot is an attribute. */
function isAttribute(stack: Stack, name: string): boolean {
  return name.includes('.') && !stack.declarations.has(name) && !/^\w+\.(Stage|Alias|Version)$/.test(name);
}

/** Resolves and gives text, for callers outside of functions. */
export function resolvedText(stack: Stack, node: Located | undefined): string | undefined {
  const resolved = node === undefined ? undefined : resolve(stack, node);
  return resolved?.kind === 'scalar' && resolved.value !== null ? resolved.text : undefined;
}
