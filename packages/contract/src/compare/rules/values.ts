import type { Json, Schema } from '../../model.js';
import { isSame } from '../accepts.js';
import { isPatternWithin, takesAll } from '../patterns.js';
import { type Finding, holder, type RuleFamily, type SchemaPair, type SchemaRule, shown } from './rule.js';

export const valueRules: readonly SchemaRule[] = [
  { id: 'became-enum', effect: 'tightened', about: 'values were restricted to a list' },
  { id: 'enum-removed', effect: 'loosened', about: 'values are no longer restricted to a list' },
  { id: 'enum-value-added', effect: 'loosened', about: 'a value was added to the list' },
  {
    id: 'open-enum-value-added',
    effect: 'extended',
    about: 'a value was added to a list that readers know may grow',
  },
  { id: 'enum-value-removed', effect: 'tightened', about: 'a value was removed from the list' },
  { id: 'const-added', effect: 'tightened', about: 'values were restricted to one' },
  { id: 'const-removed', effect: 'loosened', about: 'values are no longer restricted to one' },
  { id: 'const-changed', effect: 'decided', about: 'the only value was changed' },
  { id: 'pattern-added', effect: 'tightened', about: 'a pattern was added' },
  { id: 'pattern-removed', effect: 'loosened', about: 'a pattern was removed' },
  { id: 'pattern-generalized', effect: 'loosened', about: 'a pattern was replaced by one that takes more' },
  { id: 'pattern-changed', effect: 'decided', about: 'a pattern was changed' },
];

function listed(atoms: readonly Schema[]): readonly Json[] | undefined {
  const lists = atoms.flatMap((atom) => (atom.enum === undefined ? [] : [atom.enum]));
  const [first, ...rest] = lists;
  return first?.filter((value) => rest.every((list) => list.some((each) => isSame(each, value))));
}

function enumFindings({ old, new: now, open: [wasOpen] }: SchemaPair): Finding[] {
  const [before, after] = [listed(old.atoms), listed(now.atoms)];
  const places = { old: holder(old.atoms, 'enum'), new: holder(now.atoms, 'enum') };
  if (before === undefined && after === undefined) return [];
  if (before === undefined) {
    return [{ rule: 'became-enum', what: `the values were restricted to ${shown(after)}`, ...places }];
  }
  if (after === undefined) {
    return [{ rule: 'enum-removed', what: `the list of values ${shown(before)} was removed`, ...places }];
  }
  const lacks = (list: readonly Json[]) => (value: Json) => !list.some((each) => isSame(each, value));
  return [
    ...before.filter(lacks(after)).map((value) => ({
      rule: 'enum-value-removed',
      what: `the value ${shown(value)} was removed`,
      ...places,
    })),
    ...after.filter(lacks(before)).map((value) => ({
      rule: wasOpen ? 'open-enum-value-added' : 'enum-value-added',
      what: `the value ${shown(value)} was added`,
      ...places,
    })),
  ];
}

function constFindings({ old, new: now }: SchemaPair): Finding[] {
  const [before, after] = [holder(old.atoms, 'const'), holder(now.atoms, 'const')];
  const [value, next] = [before?.const?.value, after?.const?.value];
  if (value === undefined && next === undefined) return [];
  if (value === undefined) {
    return [{ rule: 'const-added', what: `the only value is now ${shown(next)}`, old: before, new: after }];
  }
  if (next === undefined) {
    return [
      { rule: 'const-removed', what: `the only value ${shown(value)} was removed`, old: before, new: after },
    ];
  }
  if (isSame(value, next)) return [];
  const what = `the only value went from ${shown(value)} to ${shown(next)}`;
  return [{ rule: 'const-changed', what, old: before, new: after }];
}

function patternFindings({ old, new: now }: SchemaPair): Finding[] {
  const of = (atoms: readonly Schema[]) => [...new Set(atoms.flatMap((atom) => atom.pattern || []))];
  const [before, after] = [of(old.atoms), of(now.atoms)];
  const gone = before.filter((each) => !after.includes(each));
  const come = after.filter((each) => !before.includes(each));
  const places = { old: holder(old.atoms, 'pattern'), new: holder(now.atoms, 'pattern') };
  if (gone.length === 0 && come.length === 0) return [];
  if (before.length === 0 || gone.length === 0)
    return [{ rule: 'pattern-added', what: `the pattern ${come.join(' and ')} was added`, ...places }];
  if (come.length === 0)
    return [{ rule: 'pattern-removed', what: `the pattern ${gone.join(' and ')} was removed`, ...places }];
  const wider = come.every((each) => takesAll(each) || isPatternWithin(before, each));
  const what = `the pattern went from ${gone.join(' and ')} to ${come.join(' and ')}`;
  return [{ rule: wider ? 'pattern-generalized' : 'pattern-changed', what, ...places }];
}

/** Lists of values and patterns. */
export const valueFamily: RuleFamily = (pair) => [
  ...enumFindings(pair),
  ...constFindings(pair),
  ...patternFindings(pair),
];
