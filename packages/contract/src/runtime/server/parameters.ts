import { headerValue } from '../codec/header.js';
import { decode, jsonOf, memberNames, memberShape, type Shape, scalar } from '../codec/shape.js';
import { bracketed, nestedValue } from './nested.js';

/** What the contract says of a parameter, as far as a server needs it. */
export interface ParameterSource {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly style: 'matrix' | 'label' | 'simple' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';
  readonly explode: boolean;
  readonly json: boolean;
  readonly shape: Shape;
  /** Names of the other parameters of this location: an object whose members stand among them does not own these. */
  readonly others?: readonly string[];
}

/** Raw values of a request: percent-encoded where HTTP has them so. */
export interface RawParameters {
  readonly path: Readonly<Record<string, string>>;
  /** In order; decoded only when the value has been split. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: readonly (readonly [name: string, value: string])[];
}

const text: Shape = { kind: 'text' };

function member(name: string, value: string, shape: Shape): readonly [string, unknown] {
  return [name, scalar(value, memberShape(shape, name))];
}

/** `name=value` parts, or names and values in turn. */
function toObject(parts: readonly string[], shape: Shape, paired: boolean): unknown {
  const entries: (readonly [string, unknown])[] = [];
  for (let index = 0; index < parts.length; index += paired ? 1 : 2) {
    const part = parts[index] ?? '';
    const at = part.indexOf('=');
    const [name, value] = paired
      ? [at < 0 ? part : part.slice(0, at), at < 0 ? '' : part.slice(at + 1)]
      : [part, parts[index + 1] ?? ''];
    entries.push(member(decode(name), decode(value), shape));
  }
  return Object.fromEntries(entries);
}

function split(value: string, separator: RegExp | string, source: ParameterSource): unknown {
  const { shape, explode } = source;
  const parts = value === '' ? [] : value.split(separator);
  if (shape.kind === 'array') return parts.map((part) => scalar(decode(part), shape.item ?? text));
  return toObject(parts, shape, explode);
}

function isScalar({ kind }: Shape): boolean {
  return kind !== 'array' && kind !== 'object';
}

function fromPath(source: ParameterSource, raw: string): unknown {
  const { name, style, explode, shape } = source;
  if (style === 'simple') return isScalar(shape) ? scalar(decode(raw), shape) : split(raw, ',', source);
  const body = raw.slice(1);
  if (style === 'label')
    return isScalar(shape) ? scalar(decode(body), shape) : split(body, explode ? '.' : ',', source);
  // Names may be encoded more than they have to be, or not at all.
  const own = (part: string) => {
    const at = part.indexOf('=');
    const [key, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    return decode(key) === name ? value : part;
  };
  if (isScalar(shape)) return scalar(decode(own(body)), shape);
  if (!explode) return split(own(body), ',', source);
  if (shape.kind === 'array')
    return body.split(';').map((part) => scalar(decode(own(part)), shape.item ?? text));
  return toObject(body.split(';'), shape, true);
}

const separators = { form: ',', spaceDelimited: /%20|\+| /, pipeDelimited: /%7C|\|/i } as const;

type Pairs = readonly (readonly [name: string, value: string])[];

/** Members of an exploded object stand beside the other parameters under their own names. */
function exploded({ shape, others = [] }: ParameterSource, decoded: Pairs): unknown {
  const names = new Set(memberNames(shape));
  const isOther = (key: string) => others.some((other) => key === other || key.startsWith(`${other}[`));
  const isMember = (key: string) => names.has(key) || (shape.rest !== undefined && !isOther(key));
  const known = decoded.filter(([key]) => isMember(key));
  if (known.length === 0) return undefined;
  return Object.fromEntries(known.map(([key, value]) => member(key, decode(value), shape)));
}

function decodedNames(pairs: Pairs): Pairs {
  return pairs.map(([key, value]) => [decode(key), value]);
}

function valuesOf(name: string, pairs: Pairs): string[] {
  const values: string[] = [];
  for (const pair of pairs) if (decode(pair[0]) === name) values.push(pair[1]);
  return values;
}

function fromPairs(source: ParameterSource, pairs: Pairs): unknown {
  const { name, style, explode, shape } = source;
  if (style === 'deepObject') {
    const nested = bracketed(decodedNames(pairs), name);
    return nested.length === 0 ? undefined : nestedValue(nested, shape);
  }
  if (shape.kind === 'object' && explode) return exploded(source, decodedNames(pairs));
  const values = valuesOf(name, pairs);
  const [first] = values;
  if (first === undefined) return undefined;
  if (isScalar(shape)) return scalar(decode(first), shape);
  if (shape.kind === 'array' && explode)
    return values.map((value) => scalar(decode(value), shape.item ?? text));
  return split(first, style in separators ? separators[style as keyof typeof separators] : ',', source);
}

/** The value of a parameter (OpenAPI 3.1, 4.8.12); undefined when the request has none. */
export function parameterValue(source: ParameterSource, raw: RawParameters): unknown {
  const { name, in: location, json } = source;
  if (location === 'path') {
    const value = raw.path[name];
    if (value === undefined) return undefined;
    return json ? jsonOf(decode(value)) : fromPath(source, value);
  }
  if (location === 'header') {
    const value = raw.headers[name];
    return value === undefined ? undefined : headerValue(value, source);
  }
  const pairs = location === 'cookie' ? raw.cookies : raw.query;
  if (!json) return fromPairs(source, pairs);
  const [first] = valuesOf(name, pairs);
  return first === undefined ? undefined : jsonOf(decode(first));
}
