import type { Place } from '../../system.js';
import { Fields } from '../fields.js';
import { resolveDynamicReferences } from '../intrinsics/dynamic-references.js';
import { type Located, type LocatedScalar, textNode } from '../located.js';
import { checkParameter } from './check-parameter.js';
import { type Stack, section } from './stack.js';

const listType = /^(CommaDelimitedList|List<(String|Number)>)$/;
const ssmType = /^AWS::SSM::Parameter::Value<(String|List<String>|CommaDelimitedList)>$/;

export function parameterNames(stack: Stack): string[] {
  return Array.from(section(stack, 'Parameters')?.entries.keys() ?? []);
}

/** The value of a declared parameter: what is given, else its default. Problems are told once. */
export function parameterValue(stack: Stack, name: string): Located {
  const known = stack.parameters.get(name);
  if (known !== undefined) return known;
  const value = workOut(stack, name);
  stack.parameters.set(name, value);
  return value;
}

function workOut(stack: Stack, name: string): Located {
  const parameters = section(stack, 'Parameters');
  const node = parameters?.entries.get(name);
  const place = parameters?.keys.get(name) ?? stack.template.place;
  if (node?.kind !== 'map') return { kind: 'unresolved', place };
  const fields = new Fields(node, `parameter ${name}`, stack.reading.problems);
  const raw = stack.given(name) ?? node.entries.get('Default');
  if (raw === undefined) tellMissing(stack, place, name);
  if (raw?.kind === 'map') tellMap(stack, raw, name);
  const text = raw === undefined ? undefined : textOf(stack, raw);
  const type = fields.string('Type') ?? 'String';
  if (text === undefined) return { kind: 'unresolved', place };
  if (ssmType.test(type)) return ssmValue(stack, type, textNode(place, text));
  checkParameter(fields, type, text);
  return typed(textNode(place, text), listType.test(type));
}

/** A list given to a parameter travels as text with commas. */
function textOf(stack: Stack, raw: Located): string | undefined {
  if (raw.kind === 'list') return raw.items.map((item) => textOf(stack, item) ?? '').join(',');
  if (raw.kind !== 'scalar' || raw.value === null) return undefined;
  const resolved = resolveDynamicReferences(stack, textNode(raw.place, raw.text));
  return resolved.kind === 'scalar' ? resolved.text : undefined;
}

function typed(node: LocatedScalar, isList: boolean): Located {
  if (!isList) return node;
  const items = node.text.split(',').map((item) => textNode(node.place, item.trim()));
  return { kind: 'list', place: node.place, items };
}

/** The value of the parameter is the name of the SSM parameter. */
function ssmValue(stack: Stack, type: string, key: LocatedScalar): Located {
  const value = stack.reading.options.dynamicReference('ssm', key.text);
  if (value !== undefined) return typed(textNode(key.place, value), !type.endsWith('<String>'));
  stack.reading.problems.add(key.place, {
    code: 'dynamic-reference',
    what: `there is no SSM parameter ${key.text}`,
    remedy: 'Give it a value for this environment, or correct its name.',
  });
  return { kind: 'unresolved', place: key.place };
}

function tellMap(stack: Stack, raw: Located, name: string): void {
  stack.reading.problems.add(raw.place, {
    code: 'wrong-type',
    what: `the parameter ${name} takes a string, not a map`,
    remedy: 'Write a string.',
  });
}

function tellMissing(stack: Stack, place: Place, name: string): void {
  const [parent] = stack.ancestors;
  stack.reading.problems.add(place, {
    code: 'missing-parameter',
    what: `the parameter ${name} has no value and no Default`,
    remedy:
      parent === undefined
        ? `Give it one: parameter_overrides of the environment in samconfig.toml, ${name}=…`
        : `Pass it in Parameters of ${stack.path}, or give it a Default.`,
  });
}
