/** What the contract says of a parameter, as far as a server needs it. */
export interface ParameterSource {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly style: 'matrix' | 'label' | 'simple' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';
  readonly explode: boolean;
  readonly json: boolean;
  readonly shape: Shape;
}

/** What the text of a parameter stands for, from its schema. */
export interface Shape {
  readonly kind: 'text' | 'number' | 'boolean' | 'array' | 'object';
  readonly item?: Shape;
  readonly members?: Readonly<Record<string, Shape>>;
  /** Of the members that are not named. */
  readonly rest?: Shape;
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

/** Percent-decoding that leaves alone what is not encoded rightly, so that the codec refuses it and not a crash. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The value that a text stands for; what is no number or boolean stays text, for the codec to refuse. */
export function scalar(value: string, shape: Shape): unknown {
  if (shape.kind === 'number' && /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return Number(value);
  if (shape.kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

function member(name: string, value: string, shape: Shape): readonly [string, unknown] {
  const members = shape.members ?? {};
  return [name, scalar(value, (Object.hasOwn(members, name) ? members[name] : shape.rest) ?? text)];
}

/** `name=value` parts, or names and values in turn. */
function toObject(parts: readonly string[], shape: Shape, paired: boolean): unknown {
  const entries: (readonly [string, unknown])[] = [];
  for (let index = 0; index < parts.length; index += paired ? 1 : 2) {
    const part = parts[index] ?? '';
    const at = part.indexOf('=');
    const [name, value] = paired
      ? [part.slice(0, Math.max(at, 0)), part.slice(at + 1)]
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
  const prefix = `${encodeURIComponent(name)}=`;
  const own = (part: string) => (part.startsWith(prefix) ? part.slice(prefix.length) : part);
  if (isScalar(shape)) return scalar(decode(body === encodeURIComponent(name) ? '' : own(body)), shape);
  if (!explode) return split(own(body), ',', source);
  if (shape.kind === 'array')
    return body.split(';').map((part) => scalar(decode(own(part)), shape.item ?? text));
  return toObject(body.split(';'), shape, true);
}

const separators = { form: ',', spaceDelimited: /%20|\+| /, pipeDelimited: /%7C|\|/i } as const;

function fromPairs(source: ParameterSource, pairs: RawParameters['query']): unknown {
  const { name, style, explode, shape } = source;
  const decoded = pairs.map(([key, value]) => [decode(key), value] as const);
  if (style === 'deepObject') {
    const inner = decoded.filter(([key]) => key.startsWith(`${name}[`) && key.endsWith(']'));
    const entries = inner.map(([key, value]) => member(key.slice(name.length + 1, -1), decode(value), shape));
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  if (shape.kind === 'object' && explode) {
    const known = decoded.filter(([key]) => Object.hasOwn(shape.members ?? {}, key));
    return known.length === 0
      ? undefined
      : Object.fromEntries(known.map(([key, value]) => member(key, decode(value), shape)));
  }
  const values = decoded.filter(([key]) => key === name).map(([, value]) => value);
  const [first] = values;
  if (first === undefined) return undefined;
  if (isScalar(shape)) return scalar(decode(first), shape);
  if (shape.kind === 'array' && explode)
    return values.map((value) => scalar(decode(value), shape.item ?? text));
  return split(first, style in separators ? separators[style as keyof typeof separators] : ',', source);
}

function fromHeader(source: ParameterSource, value: string): unknown {
  if (isScalar(source.shape)) return scalar(value, source.shape);
  return split(value.replaceAll(/\s*,\s*/g, ','), ',', source);
}

function jsonOf(value: string | undefined): unknown {
  if (value === undefined) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    // What is no JSON stays text, which the codec then refuses with the parameter's place.
    return value;
  }
}

/** The value of a parameter (OpenAPI 3.1, 4.8.12); undefined when the request has none. */
export function parameterValue(source: ParameterSource, raw: RawParameters): unknown {
  const { name, in: location, json } = source;
  const pairs = location === 'cookie' ? raw.cookies : raw.query;
  if (location === 'path') {
    const value = raw.path[name];
    if (value === undefined) return undefined;
    return json ? jsonOf(decode(value)) : fromPath(source, value);
  }
  if (location === 'header') {
    const value = raw.headers[name];
    if (value === undefined) return undefined;
    return json ? jsonOf(value) : fromHeader(source, value);
  }
  if (!json) return fromPairs(source, pairs);
  const found = pairs.find(([key]) => decode(key) === name)?.[1];
  return jsonOf(found === undefined ? undefined : decode(found));
}
