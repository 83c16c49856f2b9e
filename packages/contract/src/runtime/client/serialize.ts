import type * as t from 'io-ts';
import { headerText } from '../codec/header.js';

/** How a parameter is written into a request (OpenAPI 3.1, 4.8.12). */
export interface ParameterFormat {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly style: 'matrix' | 'label' | 'simple' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** A `content` parameter is JSON. */
  readonly json: boolean;
  /** Set where code gives another value than goes over the wire. */
  readonly codec?: t.Mixed;
}

type Encode = (text: string) => string;

const strict: Encode = (text) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** RFC 6570 reserved expansion: reserved characters and percent-encoded triplets stay. */
export function encodeReserved(text: string): string {
  return encodeURI(text)
    .replaceAll('%5B', '[')
    .replaceAll('%5D', ']')
    .replace(/%25([0-9a-f]{2})/gi, '%$1');
}

/** `#` ends a query, `&` a pair, and `+` is read as a blank: they stay encoded (OpenAPI 3.1.1, 4.8.12.2). */
const reserved: Encode = (text) =>
  encodeReserved(text).replace(/[#&+]/g, (character) => encodeURIComponent(character));

/** What the styles leave undefined, an array or object within another, is written as JSON. */
function scalar(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function members(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, each]) => each !== undefined);
}

/** Values of an array, or names and values of an object, encoded and joined. */
function joined(value: object, separator: string, format: { encode: Encode; pair: string }): string {
  const { encode, pair } = format;
  if (Array.isArray(value)) return value.map((each) => encode(scalar(each))).join(separator);
  return members(value)
    .map(([name, each]) => `${encode(name)}${pair}${encode(scalar(each))}`)
    .join(separator);
}

/** A path segment's text, prefix included. */
export function serializePath(format: ParameterFormat, value: unknown): string {
  const { name, style, explode } = format;
  const encode = strict;
  if (format.json) return encode(JSON.stringify(value));
  if (typeof value !== 'object' || value === null) {
    const text = encode(scalar(value));
    if (style === 'label') return `.${text}`;
    return style === 'matrix' ? `;${encode(name)}${text === '' ? '' : `=${text}`}` : text;
  }
  const pair = explode ? '=' : ',';
  if (style === 'label') return `.${joined(value, explode ? '.' : ',', { encode, pair })}`;
  if (style !== 'matrix') return joined(value, ',', { encode, pair });
  const named = (key: string, text: string) => `;${encode(key)}${text === '' ? '' : `=${text}`}`;
  if (!explode) return named(name, joined(value, ',', { encode, pair }));
  if (Array.isArray(value)) return value.map((each) => named(name, encode(scalar(each)))).join('');
  return members(value)
    .map(([key, each]) => named(key, encode(scalar(each))))
    .join('');
}

/** A bar is no character of a URI (RFC 3986, 2): servers that hold to it refuse one that is not encoded. */
const delimiters: Readonly<Record<string, string>> = {
  form: ',',
  spaceDelimited: '%20',
  pipeDelimited: '%7C',
};

/** `name[a][0][b]=value`: nested in brackets, as deep as the value is. */
export function nestedPairs(name: string, value: unknown, encode: Encode = strict): string[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [`${strict(name)}=${encode(scalar(value))}`];
  return Object.entries(value).flatMap(([key, each]) => nestedPairs(`${name}[${key}]`, each, encode));
}

/** `name=value` pairs of a query string or of cookies. */
export function serializePairs(format: ParameterFormat, value: unknown): string[] {
  const { name, style, explode } = format;
  const encode = format.allowReserved ? reserved : strict;
  const key = strict(name);
  if (value === undefined) return [];
  if (format.json) return [`${key}=${encode(JSON.stringify(value))}`];
  if (typeof value !== 'object' || value === null) return [`${key}=${encode(scalar(value))}`];
  if (style === 'deepObject') return nestedPairs(name, value, encode);
  if (explode && Array.isArray(value)) return value.map((each) => `${key}=${encode(scalar(each))}`);
  if (explode) return members(value).map(([inner, each]) => `${strict(inner)}=${encode(scalar(each))}`);
  const delimiter = delimiters[style] ?? ',';
  return [`${key}=${joined(value, delimiter, { encode, pair: delimiter })}`];
}

/** A header's text. */
export function serializeHeader(format: ParameterFormat, value: unknown): string {
  return headerText(value, format);
}
