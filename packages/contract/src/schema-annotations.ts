import type { Schema } from './model.js';

/** Keywords for people alone: nobody goes by them. */
export const words: readonly (keyof Schema)[] = [
  'place',
  'name',
  'title',
  'description',
  'externalDocs',
  'examples',
];

/** Keywords that say nothing about which values are accepted, but what code makes of them. */
export const annotations: readonly (keyof Schema)[] = [
  ...words,
  'default',
  'deprecated',
  'extensions',
  'openEnum',
];

/** Which side sets a value, and so what is required of the other. */
export const sides: readonly (keyof Schema)[] = ['readOnly', 'writeOnly'];
