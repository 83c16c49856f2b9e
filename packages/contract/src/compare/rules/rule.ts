import type { Schema } from '../../model.js';
import type { Conjunction, Direction } from '../effective-schema.js';

/** What a change does to the values that are accepted, which with the direction gives its level. */
export type Effect =
  /** Fewer values are accepted. */
  | 'tightened'
  /** More values are accepted. */
  | 'loosened'
  /** More values are accepted, since what named properties went, which are still sent. */
  | 'released'
  /** Fewer, more or others: containment of the whole schema tells. */
  | 'decided'
  /** An optional property came, or a value that readers were told to expect. */
  | 'extended'
  /** A required property came. */
  | 'demanded'
  /** An optional property went, or what readers were told to expect. */
  | 'dropped'
  /** A required property went. */
  | 'withdrawn'
  /** Values are read in another way, though no schema refuses them. */
  | 'meaning'
  /** Nobody has to change. */
  | 'note'
  /** A promise about the future was broken or cannot be read. */
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
  /** Whether readers take further values of the `enum`, before and after. */
  readonly open: readonly [boolean, boolean];
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
