import { nestedPairs, type ParameterFormat, serializePairs } from './serialize.js';

/** How a property of a form is written (OpenAPI 3.1, 4.8.15). */
export interface FormEncoding {
  /** Absent: scalars as text, arrays by repetition, objects as JSON. */
  readonly style?: 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** The property is JSON text, whatever it holds. */
  readonly json: boolean;
}

/** By the names of properties; pairs, since a name may be one that every object inherits. */
export type FormEncodings = readonly (readonly [name: string, encoding: FormEncoding])[];

const repeated = { in: 'query', style: 'form', explode: true, allowReserved: false, json: false } as const;

function isComposite(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function styledPairs(name: string, value: unknown, encoding: FormEncoding): string[] {
  const { style = 'form', explode, allowReserved } = encoding;
  if (style === 'deepObject') return nestedPairs(name, value);
  const format: ParameterFormat = { name, in: 'query', style, explode, allowReserved, json: false };
  return serializePairs(format, value);
}

/** A property without a style of its own. */
function plainPairs(name: string, value: unknown): string[] {
  const json = { ...repeated, name, json: true };
  if (Array.isArray(value))
    return value.flatMap((each) => serializePairs(isComposite(each) ? json : { ...repeated, name }, each));
  return serializePairs(isComposite(value) ? json : { ...repeated, name }, value);
}

/** The text of an `application/x-www-form-urlencoded` body. */
export function serializeForm(body: object, encodings: FormEncodings): string {
  const byName = new Map(encodings);
  const pairs = Object.entries(body).flatMap(([name, value]) => {
    const encoding = byName.get(name);
    if (encoding?.json === true) return serializePairs({ ...repeated, name, json: true }, value);
    return encoding?.style === undefined ? plainPairs(name, value) : styledPairs(name, value, encoding);
  });
  return pairs.join('&');
}
