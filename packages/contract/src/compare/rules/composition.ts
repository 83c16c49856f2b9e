import type { Schema } from '../../model.js';
import { type Finding, holder, type RuleFamily, type SchemaPair, type SchemaRule } from './rule.js';

const pairs = [
  ['contains', 'contains'],
  ['property-names', 'propertyNames'],
  ['unevaluated-items', 'unevaluatedItems'],
  ['unevaluated-properties', 'unevaluatedProperties'],
  ['not', 'not'],
  ['if', 'if'],
  ['then', 'then'],
  ['else', 'else'],
] as const;

export const compositionRules: readonly SchemaRule[] = [
  ...pairs.flatMap(([id, keyword]): SchemaRule[] => [
    { id: `${id}-added`, effect: 'tightened', about: `${keyword} was added` },
    { id: `${id}-removed`, effect: 'loosened', about: `${keyword} was removed` },
    { id: `${id}-changed`, effect: 'decided', about: `the schema of ${keyword} was changed` },
  ]),
  { id: 'dependent-required-added', effect: 'tightened', about: 'dependentRequired was added for a name' },
  { id: 'dependent-required-removed', effect: 'loosened', about: 'dependentRequired was removed for a name' },
  { id: 'dependent-required-changed', effect: 'decided', about: 'other names are required beside a name' },
  { id: 'dependent-schema-added', effect: 'tightened', about: 'dependentSchemas was added for a name' },
  { id: 'dependent-schema-removed', effect: 'loosened', about: 'dependentSchemas was removed for a name' },
  { id: 'dependent-schema-changed', effect: 'decided', about: 'the dependent schema of a name was changed' },
];

function changed(id: string, before: Side, after: Side): Finding {
  const action = before.schema === undefined ? 'added' : after.schema === undefined ? 'removed' : 'changed';
  return {
    rule: `${id}-${action}`,
    what: `${before.keyword} was ${action}`,
    old: before.schema,
    new: after.schema,
  };
}

interface Side {
  readonly keyword: string;
  readonly schema: Schema | undefined;
}

function subschemaFindings(pair: SchemaPair): Finding[] {
  return pairs.flatMap(([id, keyword]) => {
    const [before, after] = [pair.old, pair.new].map(({ atoms }) =>
      atoms.flatMap((atom) => atom[keyword] ?? []),
    );
    if (before === undefined || after === undefined || before.length + after.length === 0) return [];
    const both = before.length > 0 && after.length > 0;
    if (both && pair.isSame(before, after)) return [];
    return [changed(id, { keyword, schema: before[0] }, { keyword, schema: after[0] })];
  });
}

function dependentRequired({ old, new: now }: SchemaPair): Finding[] {
  const of = (atoms: readonly Schema[], name: string) =>
    [...new Set(atoms.flatMap((atom) => atom.dependentRequired?.get(name) ?? []))].sort();
  const names = new Set(
    [...old.atoms, ...now.atoms].flatMap((atom) => [...(atom.dependentRequired?.keys() ?? [])]),
  );
  return [...names].flatMap((name) => {
    const [before, after] = [of(old.atoms, name), of(now.atoms, name)];
    if (before.join() === after.join()) return [];
    const action = before.length === 0 ? 'added' : after.length === 0 ? 'removed' : 'changed';
    const what = `beside '${name}' [${after.join(', ')}] is required, before [${before.join(', ')}]`;
    const places = {
      old: holder(old.atoms, 'dependentRequired'),
      new: holder(now.atoms, 'dependentRequired'),
    };
    return [{ rule: `dependent-required-${action}`, what, ...places }];
  });
}

function dependentSchemas(pair: SchemaPair): Finding[] {
  const of = (atoms: readonly Schema[], name: string) =>
    atoms.flatMap((atom) => atom.dependentSchemas?.get(name) ?? []);
  const all = [...pair.old.atoms, ...pair.new.atoms];
  const names = new Set(all.flatMap((atom) => [...(atom.dependentSchemas?.keys() ?? [])]));
  return [...names].flatMap((name) => {
    const [before, after] = [of(pair.old.atoms, name), of(pair.new.atoms, name)];
    if (before.length > 0 && after.length > 0 && pair.isSame(before, after)) return [];
    const keyword = `the schema that depends on '${name}'`;
    return [changed('dependent-schema', { keyword, schema: before[0] }, { keyword, schema: after[0] })];
  });
}

/** Keywords that apply a schema to the value itself or to a part of it that has no name. */
export const compositionFamily: RuleFamily = (pair) => [
  ...subschemaFindings(pair),
  ...dependentRequired(pair),
  ...dependentSchemas(pair),
];
