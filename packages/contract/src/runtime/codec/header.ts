import type { AnyCodec } from './codec.js';
import { memberShape, type Shape, scalar } from './shape.js';

/** What the contract says of a header of an answer or of a part (OpenAPI 3.1, 4.8.21: style `simple`). */
export interface HeaderFormat {
  /** In lower case. */
  readonly name: string;
  readonly required: boolean;
  readonly explode: boolean;
  /** A `content` header is JSON. */
  readonly json: boolean;
  readonly shape: Shape;
  readonly codec: AnyCodec | null;
}

const text: Shape = { kind: 'text' };

function memberOf(name: string, value: string, shape: Shape): readonly [string, unknown] {
  return [name, scalar(value, memberShape(shape, name))];
}

function objectOf(parts: readonly string[], shape: Shape, explode: boolean): unknown {
  if (explode)
    return Object.fromEntries(
      parts.map((part) => {
        const at = part.indexOf('=');
        return at < 0 ? memberOf(part, '', shape) : memberOf(part.slice(0, at), part.slice(at + 1), shape);
      }),
    );
  const names = parts.filter((_part, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => memberOf(name, parts[index * 2 + 1] ?? '', shape)));
}

/** The value that a header's text stands for; header values are not percent-encoded (RFC 9110, 5.5). */
export function headerValue(
  value: string,
  format: Pick<HeaderFormat, 'explode' | 'json' | 'shape'>,
): unknown {
  const { shape, explode, json } = format;
  if (json) return scalar(value, { kind: 'object' });
  if (shape.kind !== 'array' && shape.kind !== 'object') return scalar(value, shape);
  const parts = value === '' ? [] : value.split(',').map((part) => part.trim());
  if (shape.kind === 'array') return parts.map((part) => scalar(part, shape.item ?? text));
  return objectOf(parts, shape, explode);
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The text of a header's value. */
export function headerText(value: unknown, format: Pick<HeaderFormat, 'explode' | 'json'>): string {
  if (format.json) return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return plain(value);
  if (Array.isArray(value)) return value.map(plain).join(',');
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([name, each]) => `${name}${format.explode ? '=' : ','}${plain(each)}`)
    .join(',');
}
