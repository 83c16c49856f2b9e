import type { Place } from '../model.js';
import type { Level } from './change.js';

/** A change at or below a schema. */
export interface SchemaChange {
  readonly rule: string;
  readonly level: Level;
  readonly caution: boolean;
  readonly what: string;
  readonly old?: Place | undefined;
  readonly new?: Place | undefined;
  /** Property names, `[]` for items, `{}` for unnamed properties, `anyOf[Name]` for members. */
  readonly path: readonly string[];
  /** Whether the value is left out of messages in this direction: `readOnly` in requests, `writeOnly` in responses. */
  readonly leftOut: boolean;
  /** Whether the property itself, and not something below it, is required. */
  readonly required?: boolean;
  /** Whether containment, and not the reader of an annotation, decides the level. */
  readonly checked: boolean;
}

/** The same change seen from a step above. */
export function beneath(step: string, change: SchemaChange): SchemaChange {
  return { ...change, path: [step, ...change.path] };
}

/** What is not written cannot break. */
export function ignored(change: SchemaChange): SchemaChange {
  return {
    ...change,
    leftOut: true,
    caution: false,
    level: change.level === 'breaking' && change.checked ? 'neutral' : change.level,
  };
}

/** A change that taken alone would break, within a schema that as a whole still accepts everything. */
export function defused(change: SchemaChange): SchemaChange {
  return change.checked && change.level === 'breaking' ? { ...change, level: 'neutral' } : change;
}
