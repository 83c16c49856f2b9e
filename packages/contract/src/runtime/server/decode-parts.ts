import type { AnyCodec } from '../codec/codec.js';
import { isObject } from '../codec/codec.js';
import { isConverting } from '../codec/converting.js';
import type { HeaderFormat } from '../codec/header.js';
import type { MultipartFormat, PartFormat } from '../codec/multipart.js';

/** A value that has passed its codec, as code gets it. */
function decoded(codec: AnyCodec | null, value: unknown): unknown {
  if (!isConverting(codec)) return value;
  const made = codec.decode(value);
  return made._tag === 'Right' ? made.right : value;
}

function decodeHeaders(headers: unknown, formats: readonly HeaderFormat[]): unknown {
  if (!isObject(headers)) return headers;
  const codecs = new Map(formats.map(({ name, codec }) => [name, codec]));
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, decoded(codecs.get(name) ?? null, value)]),
  );
}

function decodePart(value: unknown, { codec, many, headers }: PartFormat): unknown {
  if (headers === undefined) return decoded(codec, value);
  const parts = (many && Array.isArray(value) ? value : [value]).filter(isObject);
  const bare = parts.map((part) => part['value']);
  const all = decoded(codec, many ? bare : bare[0]);
  const values = many && Array.isArray(all) ? all : [all];
  const made = parts.map((part, index) => ({
    value: values[index],
    headers: decodeHeaders(part['headers'], headers),
  }));
  return many ? made : made[0];
}

/** The parts of a multipart body that follows the contract, as code gets them. */
export function decodeParts(
  values: Readonly<Record<string, unknown>>,
  { parts }: MultipartFormat,
): Record<string, unknown> {
  const formats = new Map(parts.map((part) => [part.name, part]));
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const format = formats.get(name);
      return [name, format === undefined || value === undefined ? value : decodePart(value, format)];
    }),
  );
}
