import type { Schema } from '../model.js';
import { regExpOf } from './object-view.js';

/** What a schema evaluates of an object or array, so that `unevaluated…` beside it does not see it (Core, 11). */
interface Evaluated {
  readonly names: Set<string>;
  readonly patterns: Set<string>;
  /** Whether every property is evaluated. */
  allNames: boolean;
  prefix: number;
  allItems: boolean;
  /** Whether `contains` evaluates items that nobody can tell beforehand. */
  someItems: boolean;
}

/** What is applied whatever the value, and what only to some values. */
function applied(schema: Schema, possibly: boolean): readonly Schema[] {
  const always = [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? [])];
  if (!possibly) return always;
  const branches = [schema.if, schema.then, schema.else].filter((each) => each !== undefined);
  return [
    ...always,
    ...branches,
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.dependentSchemas?.values() ?? []),
  ];
}

function evaluatedBy(schema: Schema, possibly: boolean): Evaluated {
  const found: Evaluated = {
    names: new Set(),
    patterns: new Set(),
    allNames: false,
    prefix: 0,
    allItems: false,
    someItems: false,
  };
  const reached = new Set([schema]);
  for (const each of reached) {
    for (const name of each.properties?.keys() ?? []) found.names.add(name);
    for (const pattern of each.patternProperties?.keys() ?? []) found.patterns.add(pattern);
    const inner = each !== schema;
    found.allNames ||=
      each.additionalProperties !== undefined || (inner && each.unevaluatedProperties !== undefined);
    found.prefix = Math.max(found.prefix, each.prefixItems?.length ?? 0);
    found.allItems ||= each.items !== undefined || (inner && each.unevaluatedItems !== undefined);
    found.someItems ||= each.contains !== undefined;
    for (const next of applied(each, possibly)) reached.add(next);
  }
  return found;
}

/** Whether all that the sender's schema may evaluate is surely evaluated by the receiver's. */
export function evaluatesNoMore(
  sender: Schema,
  receiver: Schema,
  keyword: 'unevaluatedItems' | 'unevaluatedProperties',
): boolean {
  const [given, wanted] = [evaluatedBy(sender, true), evaluatedBy(receiver, false)];
  if (keyword === 'unevaluatedItems') {
    if (wanted.allItems) return true;
    return !given.allItems && !given.someItems && given.prefix <= wanted.prefix;
  }
  if (wanted.allNames) return true;
  const covers = (name: string) =>
    wanted.names.has(name) || [...wanted.patterns].some((pattern) => regExpOf(pattern)?.test(name) === true);
  const names = [...given.names].every(covers);
  return !given.allNames && names && [...given.patterns].every((pattern) => wanted.patterns.has(pattern));
}

/** Whether a keyword of the schema never sees anything. */
export function isIdle(schema: Schema, keyword: 'unevaluatedItems' | 'unevaluatedProperties'): boolean {
  const sure = evaluatedBy(schema, false);
  return keyword === 'unevaluatedItems' ? sure.allItems : sure.allNames;
}
