import type { Json, Schema } from '../../model.js';
import { isSame } from '../accepts.js';
import { annotated } from '../object-view.js';
import type { Finding, RuleFamily, SchemaPair, SchemaRule } from './rule.js';

export const lifecycleRules: readonly SchemaRule[] = [
  { id: 'deprecated', effect: 'note', about: 'it was deprecated without a sunset date' },
  { id: 'deprecated-with-sunset', effect: 'note', about: 'it was deprecated with a sunset date' },
  { id: 'reactivated', effect: 'note', about: 'it is no longer deprecated' },
  { id: 'deprecated-sunset-invalid', effect: 'broken', about: 'the sunset date is no date' },
  { id: 'stability-decreased', effect: 'broken', about: 'the stability level was lowered' },
  { id: 'stability-increased', effect: 'note', about: 'the stability level was raised' },
  { id: 'stability-invalid', effect: 'broken', about: 'the stability level is none' },
];

export const stabilities = ['draft', 'alpha', 'beta', 'stable'] as const;

/** What `x-stability-level` says; stable where it says nothing, undefined when it is no level. */
export function stabilityOf(value: Json | undefined): (typeof stabilities)[number] | undefined {
  return value === undefined ? 'stable' : stabilities.find((each) => each === value);
}

/** The day of `x-sunset`, as `YYYY-MM-DD`; undefined when there is none, null when it is no date (RFC 3339). */
export function sunsetOf(value: Json | undefined): string | null | undefined {
  if (value === undefined) return undefined;
  const day =
    typeof value === 'string'
      ? /^(\d{4}-\d{2}-\d{2})(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.exec(value)?.[1]
      : undefined;
  return day === undefined || Number.isNaN(Date.parse(day)) ? null : day;
}

function extension(atoms: readonly Schema[], name: string): Json | undefined {
  return atoms.find((atom) => atom.extensions?.has(name) === true)?.extensions?.get(name);
}

function deprecation({ old, new: now }: SchemaPair): Finding[] {
  const [before, after] = [annotated(old.atoms, 'deprecated'), annotated(now.atoms, 'deprecated')];
  if (before === after) return [];
  const places = { old: old.atoms[0], new: now.atoms[0] };
  if (!after) return [{ rule: 'reactivated', what: 'it is no longer deprecated', ...places }];
  const given = extension(now.atoms, 'x-sunset');
  const sunset = sunsetOf(given);
  if (sunset === null)
    return [
      { rule: 'deprecated-sunset-invalid', what: `x-sunset is no date: ${JSON.stringify(given)}`, ...places },
    ];
  const level = stabilityOf(extension(now.atoms, 'x-stability-level'));
  if (sunset !== undefined)
    return [
      {
        rule: 'deprecated-with-sunset',
        what: `it was deprecated, with the sunset date ${sunset}`,
        ...places,
      },
    ];
  // What is still a draft may go at any time, so nobody needs to be told.
  return level === 'draft' || level === 'alpha'
    ? []
    : [{ rule: 'deprecated', what: 'it was deprecated', ...places }];
}

function stability({ old, new: now }: SchemaPair): Finding[] {
  const [given, next] = [old, now].map(({ atoms }) => extension(atoms, 'x-stability-level'));
  if (isSame(given ?? null, next ?? null)) return [];
  const [before, after] = [stabilityOf(given), stabilityOf(next)];
  const places = { old: old.atoms[0], new: now.atoms[0] };
  if (before === undefined || after === undefined) {
    const value = JSON.stringify(before === undefined ? given : next);
    return [
      {
        rule: 'stability-invalid',
        what: `x-stability-level is none of ${stabilities.join(', ')}: ${value}`,
        ...places,
      },
    ];
  }
  if (before === after) return [];
  const lower = stabilities.indexOf(after) < stabilities.indexOf(before);
  const what = `the stability level went from ${before} to ${after}`;
  return [{ rule: lower ? 'stability-decreased' : 'stability-increased', what, ...places }];
}

/** Deprecation, sunset and stability of a property or value. */
export const lifecycleFamily: RuleFamily = (pair) => [...deprecation(pair), ...stability(pair)];
