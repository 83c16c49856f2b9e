import { matchesPattern } from '../matches-pattern.js';
import type { Schema } from '../model.js';

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

type UnevaluatedKeyword = 'unevaluatedItems' | 'unevaluatedProperties';
type Same = (a: Schema, b: Schema) => boolean;

/**
 * The sender's schema without the branches that the receiver's has too: both take them for the same values and evaluate
 * the same there. A dependent schema counts for itself, since its name alone decides.
 */
function withoutShared(sender: Schema, receiver: Schema, same: Same): Schema {
  const lists = (['anyOf', 'oneOf'] as const).filter((key) => {
    const [a, b] = [sender[key], receiver[key]];
    return (
      a !== undefined && a.length === b?.length && a.every((each, index) => same(each, b[index] as Schema))
    );
  });
  const branches = (['if', 'then', 'else'] as const).every((key) => {
    const [a, b] = [sender[key], receiver[key]];
    return a === undefined ? b === undefined : b !== undefined && same(a, b);
  });
  const dependent = Array.from(sender.dependentSchemas ?? []).filter(
    ([name]) => receiver.dependentSchemas?.has(name) !== true,
  );
  const {
    anyOf,
    oneOf,
    if: condition,
    then: whenTrue,
    else: whenFalse,
    dependentSchemas: _all,
    ...rest
  } = sender;
  return {
    ...rest,
    dependentSchemas: new Map(dependent),
    ...(anyOf === undefined || lists.includes('anyOf') ? {} : { anyOf }),
    ...(oneOf === undefined || lists.includes('oneOf') ? {} : { oneOf }),
    ...(branches || condition === undefined ? {} : { if: condition }),
    // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
    ...(branches || whenTrue === undefined ? {} : { then: whenTrue }),
    ...(branches || whenFalse === undefined ? {} : { else: whenFalse }),
  };
}

/** Whether all that the sender's schema may evaluate is surely evaluated by the receiver's. */
export function evaluatesNoMore(
  [sender, receiver]: readonly [Schema, Schema],
  keyword: UnevaluatedKeyword,
  same: Same,
): boolean {
  const dependent = Array.from(sender.dependentSchemas ?? []).every(([name, each]) => {
    const theirs = receiver.dependentSchemas?.get(name);
    if (theirs === undefined) return true;
    const both: Schema = { place: receiver.place, allOf: [receiver, theirs] };
    return same(each, theirs) || evaluatesNoMore([each, both], keyword, same);
  });
  const given = evaluatedBy(withoutShared(sender, receiver, same), true);
  const wanted = evaluatedBy(receiver, false);
  if (keyword === 'unevaluatedItems') {
    const within = !given.allItems && !given.someItems && given.prefix <= wanted.prefix;
    return wanted.allItems || (dependent && within);
  }
  const covers = (name: string) =>
    wanted.names.has(name) || [...wanted.patterns].some((pattern) => matchesPattern(pattern, name) === true);
  const patterns = [...given.patterns].every((pattern) => wanted.patterns.has(pattern));
  return wanted.allNames || (dependent && !given.allNames && patterns && [...given.names].every(covers));
}

/** Whether a keyword of the schema never sees anything. */
export function isIdle(schema: Schema, keyword: UnevaluatedKeyword): boolean {
  const sure = evaluatedBy(schema, false);
  return keyword === 'unevaluatedItems' ? sure.allItems : sure.allNames;
}
