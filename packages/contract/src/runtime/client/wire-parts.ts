import { isConverting } from '../codec/converting.js';
import type { HeaderFormat } from '../codec/header.js';
import type { PartFormat } from '../codec/multipart.js';

/** What goes into one part: its content, and the headers that the contract has for it. */
export interface WirePart {
  readonly value: unknown;
  readonly headers: object;
}

/** The value of a part, and the headers beside it where the contract has some. */
function unwrapped(value: unknown, { headers: formats }: PartFormat): WirePart {
  if (formats === undefined || typeof value !== 'object' || value === null || !('value' in value))
    return { value, headers: {} };
  const headers = 'headers' in value && typeof value.headers === 'object' ? (value.headers ?? {}) : {};
  return { value: value.value, headers: wireHeaders(headers, formats) };
}

function wireHeaders(headers: object, formats: readonly HeaderFormat[]): object {
  const codecs = new Map(formats.map(({ name, codec }) => [name, codec]));
  const written = Object.entries(headers).map(([name, value]) => {
    const codec = codecs.get(name.toLowerCase()) ?? null;
    return [name, isConverting(codec) && value !== undefined ? codec.encode(value) : value] as const;
  });
  return Object.fromEntries(written);
}

/** The parts of one property of a multipart body. Errors: TypeError for what has no wire form. */
export function wireParts(given: unknown, part: PartFormat): WirePart[] {
  const parts = (part.many && Array.isArray(given) ? given : [given]).map((each) => unwrapped(each, part));
  const { codec } = part;
  if (!isConverting(codec)) return parts;
  const values = parts.map(({ value }) => value);
  const written: unknown = codec.encode(part.many ? values : values[0]);
  const all = part.many && Array.isArray(written) ? written : [written];
  return parts.map(({ headers }, index) => ({ value: all[index], headers }));
}
