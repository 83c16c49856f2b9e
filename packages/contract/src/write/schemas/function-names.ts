import type { Schema } from '../../model.js';
import type { SchemaSizes } from './inlining.js';
import type { CheckContext } from './keyword-checks.js';
import type { Direction } from './variant.js';

/** Names of the functions of a schema, and what they share. */
export interface FunctionNames extends CheckContext {
  readonly sizes: SchemaSizes;
  is(schema: Schema, direction: Direction): string;
  collect(schema: Schema, direction: Direction): string;
  evaluate(schema: Schema, direction: Direction): string;
}
