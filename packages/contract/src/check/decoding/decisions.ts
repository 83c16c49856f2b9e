import type { Schema } from '../../model.js';
import type { Decoding } from '../../write/schemas/decoding.js';

/** What one schema says a scalar is to code. */
export interface Decision {
  readonly schema: Schema;
  readonly from: 'string' | 'number';
  /** The type that code gets. */
  readonly type: string;
  /** How it gets there; empty for a value that stays as it is. */
  readonly conversion: string;
}

function plainTypes({ types = [], enum: values = [], const: only }: Schema): ('string' | 'number')[] {
  const listed = [...values, ...(only === undefined ? [] : [only.value])].map((each) => typeof each);
  const all = [...types.map((each) => (each === 'integer' ? 'number' : each)), ...listed];
  return (['string', 'number'] as const).filter((each) => all.includes(each));
}

/** A brand changes no value, so it stands beside whatever else is said. */
export function decisionsOf(schema: Schema, decoding: Decoding): Decision[] {
  const decoded = decoding.of(schema);
  if (decoded?.conversion !== undefined)
    return [{ schema, from: decoded.from, type: decoded.type, conversion: decoded.conversion }];
  return plainTypes(schema).map((from) => ({ schema, from, type: from, conversion: '' }));
}

/** How a decision is told. */
export function toldAs({ schema, type, conversion }: Decision): string {
  const { line, file } = schema.place;
  const form = conversion === '' ? `the ${type} that it is on the wire` : type;
  return `${form} (${file}:${line})`;
}
