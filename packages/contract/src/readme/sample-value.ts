import type { Json, Schema } from '../model.js';

const byFormat: Readonly<Record<string, string>> = {
  date: '2030-01-31',
  'date-time': '2030-01-31T12:00:00Z',
  time: '12:00:00Z',
  duration: 'PT15M',
  uuid: '6f1c2a50-2d0e-4d0b-9d7e-1c52d2a0a001',
  email: 'ann@example.com',
  uri: 'https://example.com/',
  'uri-reference': '/',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
};

function sampleString({ format, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema): string {
  const known = format === undefined ? undefined : byFormat[format];
  return known ?? 'text'.padEnd(minLength, '.').slice(0, maxLength);
}

function sampleNumber({ minimum, exclusiveMinimum, maximum, multipleOf = 1 }: Schema): number {
  const lowest = Math.max(
    minimum ?? -Infinity,
    exclusiveMinimum === undefined ? -Infinity : exclusiveMinimum + multipleOf,
  );
  if (lowest === -Infinity) return Math.min(multipleOf, maximum ?? multipleOf);
  return Math.ceil(lowest / multipleOf) * multipleOf;
}

/** What a request needs: required properties, without those that only the service sets. */
function sampleObject(schema: Schema, above: readonly Schema[]): Json {
  const required = new Set(schema.required);
  const members = Array.from(schema.properties ?? []).filter(
    ([name, { readOnly }]) => required.has(name) && readOnly !== true,
  );
  return Object.fromEntries(members.map(([name, each]) => [name, sampleValue(each, above)]));
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function given({ examples, default: fallback, const: only, enum: values }: Schema): Json | undefined {
  if (examples?.[0] !== undefined) return examples[0];
  return only?.value ?? fallback?.value ?? values?.[0];
}

function sampleParts(schema: Schema, above: readonly Schema[]): Json {
  const choices = [...(schema.anyOf?.slice(0, 1) ?? []), ...(schema.oneOf?.slice(0, 1) ?? [])];
  const parts = [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? []), ...choices];
  const samples = parts.map((part) => sampleValue(part, above));
  const own = schema.properties === undefined ? [] : [sampleObject(schema, above)];
  const objects = [...samples, ...own].filter(isObject);
  return objects.length > 0 ? Object.assign({}, ...objects) : (samples[0] ?? {});
}

/**
 * A value that a schema describes, for documents: its own example where it has one, else the least that it asks for. A
 * recursive schema ends where it meets itself.
 */
export function sampleValue(schema: Schema, above: readonly Schema[] = []): Json {
  const own = given(schema);
  if (own !== undefined) return own;
  if (above.includes(schema)) return null;
  const inside = [...above, schema];
  const [type] = schema.types?.filter((each) => each !== 'null') ?? [];
  if (type === 'string') return sampleString(schema);
  if (type === 'integer' || type === 'number') return sampleNumber(schema);
  if (type === 'boolean') return true;
  if (type === 'array') return schema.items === undefined ? [] : [sampleValue(schema.items, inside)];
  return sampleParts(schema, inside);
}
