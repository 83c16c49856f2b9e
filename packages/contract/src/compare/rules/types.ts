import type { JsonType, Schema } from '../../model.js';
import { possibleTypes } from '../effective-schema.js';
import { type Finding, holder, type RuleFamily, type SchemaPair, type SchemaRule } from './rule.js';

export const typeRules: readonly SchemaRule[] = [
  { id: 'became-nullable', effect: 'loosened', about: 'null is now a value' },
  { id: 'became-not-nullable', effect: 'tightened', about: 'null is no longer a value' },
  { id: 'list-of-types-widened', effect: 'loosened', about: 'a type was added to several' },
  { id: 'list-of-types-narrowed', effect: 'tightened', about: 'a type was removed from several' },
  { id: 'type-generalized', effect: 'loosened', about: 'the type was replaced by one that takes more' },
  { id: 'type-specialized', effect: 'tightened', about: 'the type was replaced by one that takes less' },
  { id: 'type-changed', effect: 'decided', about: 'the type was replaced by another' },
  { id: 'format-added', effect: 'tightened', about: 'a format was added' },
  { id: 'format-removed', effect: 'loosened', about: 'a format was removed' },
  { id: 'format-changed', effect: 'decided', about: 'the format was changed' },
];

const countOfTypes = 6;

function named(types: ReadonlySet<JsonType>): string {
  return types.size >= countOfTypes ? 'any' : [...types].sort().join(', ') || 'none';
}

function within(a: ReadonlySet<JsonType>, b: ReadonlySet<JsonType>): boolean {
  return [...a].every((type) => b.has(type) || (type === 'integer' && b.has('number')));
}

function withoutNull(types: ReadonlySet<JsonType>): ReadonlySet<JsonType> {
  return new Set([...types].filter((type) => type !== 'null'));
}

function typeRule(before: ReadonlySet<JsonType>, after: ReadonlySet<JsonType>): string {
  const isList = (types: ReadonlySet<JsonType>) => types.size > 1 && types.size < countOfTypes - 1;
  const lists = isList(before) || isList(after);
  const anything = before.size >= countOfTypes - 1 || after.size >= countOfTypes - 1;
  if (within(before, after)) return lists && !anything ? 'list-of-types-widened' : 'type-generalized';
  if (within(after, before)) return lists && !anything ? 'list-of-types-narrowed' : 'type-specialized';
  return 'type-changed';
}

function typeFindings({ old, new: now, nullable: [was, is] }: SchemaPair): Finding[] {
  const [before, after] = [possibleTypes(old), possibleTypes(now)];
  const places = { old: holder(old.atoms, 'types'), new: holder(now.atoms, 'types') };
  const [bare, next] = [withoutNull(before), withoutNull(after)];
  const found: Finding[] = [];
  if (was !== is && was !== undefined && is !== undefined) {
    const what = is ? 'null is now a value' : 'null is no longer a value';
    found.push({ rule: is ? 'became-nullable' : 'became-not-nullable', what, ...places });
  }
  if (within(bare, next) && within(next, bare)) return found;
  const what = `the type went from ${named(before)} to ${named(after)}`;
  return [...found, { rule: typeRule(bare, next), what, ...places }];
}

function formatFindings({ old, new: now }: SchemaPair): Finding[] {
  const of = (atoms: readonly Schema[]) =>
    [...new Set(atoms.flatMap((atom) => atom.format ?? []))].sort().join(' and ');
  const [before, after] = [of(old.atoms), of(now.atoms)];
  if (before === after) return [];
  const places = { old: holder(old.atoms, 'format'), new: holder(now.atoms, 'format') };
  if (before === '') return [{ rule: 'format-added', what: `the format ${after} was added`, ...places }];
  if (after === '') return [{ rule: 'format-removed', what: `the format ${before} was removed`, ...places }];
  return [{ rule: 'format-changed', what: `the format went from ${before} to ${after}`, ...places }];
}

/** Types and formats. A format is told apart only where the type stays. */
export const typeFamily: RuleFamily = (pair) => {
  const types = typeFindings(pair);
  const replaced = types.some(({ rule }) => rule.startsWith('type-'));
  return replaced ? types : [...types, ...formatFindings(pair)];
};
