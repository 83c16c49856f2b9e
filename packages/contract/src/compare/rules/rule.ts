import type { Schema } from '../../model.js';
import type { Conjunction, Direction } from '../effective-schema.js';

/**
 * What a change does to the set of values: fewer are accepted, more are, or which it is must be decided on the whole
 * schema. `meaning` breaks whoever reads the value in the old way though no schema refuses it; `note` breaks nobody.
 */
export type Effect =
  | 'tightened'
  | 'loosened'
  | 'decided'
  | 'extended'
  | 'dropped'
  | 'meaning'
  | 'note'
  | 'broken';

/** A kind of change of a schema. Its full id is the place's name before this one: `request-property-max-set`. */
export interface SchemaRule {
  readonly id: string;
  readonly effect: Effect;
  readonly about: string;
}

/** A rule that was met, at the schema that a pair stands for or below it. */
export interface Finding {
  readonly rule: string;
  /** What changed, as the rest of a sentence: `maxLength went from 20 to 10`. */
  readonly what: string;
  readonly old?: Schema | undefined;
  readonly new?: Schema | undefined;
}

/** The old and the new schema at one place, as the rules see them. */
export interface SchemaPair {
  readonly old: Conjunction;
  readonly new: Conjunction;
  readonly direction: Direction;
  /** Names under `properties`, before and after. */
  readonly names: readonly [ReadonlySet<string>, ReadonlySet<string>];
  /** Names under `required`, before and after, whichever side sets them. */
  readonly required: readonly [ReadonlySet<string>, ReadonlySet<string>];
  /** Whether null is a value, before and after; undefined where any type is. */
  readonly nullable: readonly [boolean | undefined, boolean | undefined];
  /** Whether two conjunctions accept the same values. */
  isSame(a: readonly Schema[], b: readonly Schema[]): boolean;
}

export type RuleFamily = (pair: SchemaPair) => readonly Finding[];

export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The atom that has a keyword, to name its place. */
export function holder(atoms: readonly Schema[], keyword: keyof Schema): Schema | undefined {
  return atoms.find((atom) => atom[keyword] !== undefined);
}
