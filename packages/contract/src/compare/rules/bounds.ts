import { type NumericKeyword, tightest } from '../effective-schema.js';
import { type Finding, holder, type RuleFamily, type SchemaPair, type SchemaRule } from './rule.js';

interface Bound {
  readonly keyword: NumericKeyword;
  readonly name: string;
  readonly lower: boolean;
}

const bounds: readonly Bound[] = [
  { keyword: 'minimum', name: 'min', lower: true },
  { keyword: 'maximum', name: 'max', lower: false },
  { keyword: 'exclusiveMinimum', name: 'exclusive-min', lower: true },
  { keyword: 'exclusiveMaximum', name: 'exclusive-max', lower: false },
  { keyword: 'minLength', name: 'min-length', lower: true },
  { keyword: 'maxLength', name: 'max-length', lower: false },
  { keyword: 'minItems', name: 'min-items', lower: true },
  { keyword: 'maxItems', name: 'max-items', lower: false },
  { keyword: 'minContains', name: 'min-contains', lower: true },
  { keyword: 'maxContains', name: 'max-contains', lower: false },
  { keyword: 'minProperties', name: 'min-properties', lower: true },
  { keyword: 'maxProperties', name: 'max-properties', lower: false },
];

function rulesOf({ keyword, name, lower }: Bound): SchemaRule[] {
  const rule = (action: string, effect: SchemaRule['effect'], about: string) => ({
    id: `${name}-${action}`,
    effect,
    about: `${keyword} ${about}`,
  });
  return [
    rule('set', 'tightened', 'was added'),
    rule('unset', 'loosened', 'was removed'),
    rule('increased', lower ? 'tightened' : 'loosened', 'was raised'),
    rule('decreased', lower ? 'loosened' : 'tightened', 'was lowered'),
  ];
}

export const boundRules: readonly SchemaRule[] = [
  ...bounds.flatMap(rulesOf),
  { id: 'multiple-of-changed', effect: 'decided', about: 'multipleOf was changed' },
  { id: 'unique-items-added', effect: 'tightened', about: 'uniqueItems was turned on' },
  { id: 'unique-items-removed', effect: 'loosened', about: 'uniqueItems was turned off' },
];

function boundFinding(pair: SchemaPair, { keyword, name, lower }: Bound): Finding[] {
  const pick = lower ? Math.max : Math.min;
  const [before, after] = [pair.old, pair.new].map(({ atoms }) => tightest(atoms, keyword, pick));
  if (before === after) return [];
  const places = { old: holder(pair.old.atoms, keyword), new: holder(pair.new.atoms, keyword) };
  if (before === undefined)
    return [{ rule: `${name}-set`, what: `${keyword} was set to ${after}`, ...places }];
  if (after === undefined)
    return [{ rule: `${name}-unset`, what: `${keyword} ${before} was removed`, ...places }];
  const action = after > before ? 'increased' : 'decreased';
  return [{ rule: `${name}-${action}`, what: `${keyword} went from ${before} to ${after}`, ...places }];
}

function multipleOfFinding({ old, new: now }: SchemaPair): Finding[] {
  const of = (atoms: typeof old.atoms) => atoms.flatMap((atom) => atom.multipleOf ?? []).sort();
  const [before, after] = [of(old.atoms), of(now.atoms)];
  if (before.join() === after.join()) return [];
  const what = `multipleOf went from ${before.join(' and ') || 'none'} to ${after.join(' and ') || 'none'}`;
  return [
    {
      rule: 'multiple-of-changed',
      what,
      old: holder(old.atoms, 'multipleOf'),
      new: holder(now.atoms, 'multipleOf'),
    },
  ];
}

function uniqueFinding({ old, new: now }: SchemaPair): Finding[] {
  const [before, after] = [old, now].map(({ atoms }) => atoms.find((atom) => atom.uniqueItems === true));
  if ((before === undefined) === (after === undefined)) return [];
  const rule = after === undefined ? 'unique-items-removed' : 'unique-items-added';
  return [
    { rule, what: `uniqueItems was turned ${after === undefined ? 'off' : 'on'}`, old: before, new: after },
  ];
}

/** Numbers, lengths and counts. */
export const boundFamily: RuleFamily = (pair) => [
  ...bounds.flatMap((bound) => boundFinding(pair, bound)),
  ...multipleOfFinding(pair),
  ...uniqueFinding(pair),
];
