import type { Json, Schema } from '../../model.js';
import { isSame } from '../accepts.js';
import { annotated } from '../object-view.js';
import { type Finding, holder, type RuleFamily, type SchemaPair, type SchemaRule, shown } from './rule.js';

export const annotationRules: readonly SchemaRule[] = [
  { id: 'content-encoding-changed', effect: 'meaning', about: 'the encoding of the text was changed' },
  { id: 'content-media-type-changed', effect: 'meaning', about: 'the media type of the text was changed' },
  { id: 'default-value-added', effect: 'note', about: 'a default was added' },
  { id: 'default-value-changed', effect: 'note', about: 'the default was changed' },
  { id: 'default-value-removed', effect: 'note', about: 'the default was removed' },
  { id: 'discriminator-added', effect: 'note', about: 'a discriminator was added' },
  { id: 'discriminator-removed', effect: 'note', about: 'the discriminator was removed' },
  { id: 'discriminator-property-name-changed', effect: 'note', about: 'another property discriminates' },
  { id: 'discriminator-mapping-added', effect: 'note', about: 'a value of the discriminator was added' },
  { id: 'discriminator-mapping-deleted', effect: 'note', about: 'a value of the discriminator was removed' },
  {
    id: 'discriminator-mapping-changed',
    effect: 'note',
    about: 'a value of the discriminator leads elsewhere',
  },
  { id: 'became-read-only', effect: 'note', about: 'requests leave it out now' },
  { id: 'became-not-read-only', effect: 'note', about: 'requests no longer leave it out' },
  { id: 'became-write-only', effect: 'note', about: 'responses leave it out now' },
  { id: 'became-not-write-only', effect: 'note', about: 'responses no longer leave it out' },
  { id: 'enum-opened', effect: 'extended', about: 'readers are told to expect further values of the list' },
  { id: 'enum-closed', effect: 'dropped', about: 'readers are no longer told to expect further values' },
  {
    id: 'x-extensible-enum-value-removed',
    effect: 'meaning',
    about: 'a value was removed from x-extensible-enum, which binds who writes requests',
  },
];

function contentFindings({ old, new: now }: SchemaPair): Finding[] {
  return (
    [
      ['content-encoding-changed', 'contentEncoding'],
      ['content-media-type-changed', 'contentMediaType'],
    ] as const
  ).flatMap(([rule, keyword]) => {
    const [before, after] = [holder(old.atoms, keyword), holder(now.atoms, keyword)];
    if (before?.[keyword] === after?.[keyword]) return [];
    const what = `${keyword} went from ${before?.[keyword] ?? 'none'} to ${after?.[keyword] ?? 'none'}`;
    return [{ rule, what, old: before, new: after }];
  });
}

function defaultFindings({ old, new: now }: SchemaPair): Finding[] {
  const [before, after] = [holder(old.atoms, 'default'), holder(now.atoms, 'default')];
  const [value, next] = [before?.default?.value, after?.default?.value];
  if (value === undefined && next === undefined) return [];
  const places = { old: before, new: after };
  if (value === undefined)
    return [{ rule: 'default-value-added', what: `the default ${shown(next)} was added`, ...places }];
  if (next === undefined)
    return [{ rule: 'default-value-removed', what: `the default ${shown(value)} was removed`, ...places }];
  if (isSame(value, next)) return [];
  const what = `the default went from ${shown(value)} to ${shown(next)}`;
  return [{ rule: 'default-value-changed', what, ...places }];
}

function nameOf(schema: Schema | undefined): string {
  return schema?.place.pointer ?? '';
}

function discriminatorFindings({ old, new: now }: SchemaPair): Finding[] {
  const [before, after] = [holder(old.atoms, 'discriminator'), holder(now.atoms, 'discriminator')];
  const [was, is] = [before?.discriminator, after?.discriminator];
  const places = { old: before, new: after };
  if (was === undefined && is === undefined) return [];
  if (was === undefined)
    return [
      { rule: 'discriminator-added', what: `the discriminator ${is?.propertyName} was added`, ...places },
    ];
  if (is === undefined)
    return [
      { rule: 'discriminator-removed', what: `the discriminator ${was.propertyName} was removed`, ...places },
    ];
  if (was.propertyName !== is.propertyName) {
    const what = `the discriminator went from ${was.propertyName} to ${is.propertyName}`;
    return [{ rule: 'discriminator-property-name-changed', what, ...places }];
  }
  const values = new Set([...was.mapping.keys(), ...is.mapping.keys()]);
  return [...values].flatMap((value) => {
    const [left, right] = [was.mapping.get(value), is.mapping.get(value)];
    if (nameOf(left) === nameOf(right)) return [];
    const action = left === undefined ? 'added' : right === undefined ? 'deleted' : 'changed';
    const what = `the discriminator's value ${shown(value)} was ${action}`;
    return [{ rule: `discriminator-mapping-${action}`, what, ...places }];
  });
}

function sideFindings({ old, new: now }: SchemaPair): Finding[] {
  return (
    [
      ['readOnly', 'read-only'],
      ['writeOnly', 'write-only'],
    ] as const
  ).flatMap(([keyword, name]) => {
    const [before, after] = [annotated(old.atoms, keyword), annotated(now.atoms, keyword)];
    if (before === after) return [];
    const rule = after ? `became-${name}` : `became-not-${name}`;
    return [
      { rule, what: `it is ${after ? 'now' : 'no longer'} ${keyword}`, old: old.atoms[0], new: now.atoms[0] },
    ];
  });
}

/** Nothing is written that was not before: readers generated from now on take more, or less. */
function openFindings({ old, new: now, open: [before, after] }: SchemaPair): Finding[] {
  const places = { old: holder(old.atoms, 'enum'), new: holder(now.atoms, 'enum') };
  if (before === after || places.old === undefined || places.new === undefined) return [];
  return after
    ? [{ rule: 'enum-opened', what: 'the list of values may grow from now on', ...places }]
    : [{ rule: 'enum-closed', what: 'the list of values is no longer said to grow', ...places }];
}

/** Who writes must keep to the list; who reads knows that it may grow. */
function extensibleFindings({ old, new: now, direction }: SchemaPair): Finding[] {
  if (direction === 'response') return [];
  const of = (atoms: readonly Schema[]) =>
    atoms.flatMap((atom) => {
      const list = atom.extensions?.get('x-extensible-enum');
      return Array.isArray(list) ? (list as readonly Json[]) : [];
    });
  const after = of(now.atoms);
  if (!now.atoms.some((atom) => atom.extensions?.has('x-extensible-enum') === true)) return [];
  return of(old.atoms)
    .filter((value) => !after.some((each) => isSame(each, value)))
    .map((value) => ({
      rule: 'x-extensible-enum-value-removed',
      what: `the value ${shown(value)} was removed from x-extensible-enum`,
      old: old.atoms[0],
      new: now.atoms[0],
    }));
}

/** What no schema checks, but what readers and writers go by. */
export const annotationFamily: RuleFamily = (pair) => [
  ...contentFindings(pair),
  ...defaultFindings(pair),
  ...discriminatorFindings(pair),
  ...sideFindings(pair),
  ...openFindings(pair),
  ...extensibleFindings(pair),
];
