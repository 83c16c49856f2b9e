import type { Encoding, MediaType, Schema } from '../model.js';
import type { PartFormat } from '../runtime/codec/multipart.js';
import { isBinary, resolved } from './body-types.js';
import { shapeOf } from './shapes.js';

/** What the contract says of one part, before types and codecs are named. */
export interface PartPlan {
  readonly name: string;
  readonly kind: PartFormat['kind'];
  readonly many: boolean;
  readonly required: boolean;
  readonly schema: Schema;
  readonly contentType?: string;
  readonly headers: Encoding['headers'];
}

export interface MultipartPlan {
  readonly parts: readonly PartPlan[];
  readonly open: boolean;
}

interface Properties {
  readonly properties: Map<string, Schema>;
  readonly required: Set<string>;
  open: boolean;
}

function collect(schema: Schema, found: Properties, seen: Set<Schema>): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  for (const [name, each] of schema.properties ?? []) found.properties.set(name, each);
  for (const name of schema.required ?? []) found.required.add(name);
  if (schema.additionalProperties?.boolean === false) found.open = false;
  for (const each of [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? [])])
    collect(each, found, seen);
}

function isArray(schema: Schema): boolean {
  const { types, items } = resolved(schema);
  return types?.includes('array') === true && items !== undefined;
}

/** A schema that says nothing stands for bytes (OpenAPI 3.1, 4.8.14.4: `application/octet-stream`). */
function saysNothing(schema: Schema): boolean {
  const { types, enum: values, const: only, allOf, anyOf, oneOf, properties, boolean } = resolved(schema);
  if (boolean !== undefined) return boolean;
  return [types, values, only, allOf, anyOf, oneOf, properties].every((each) => each === undefined);
}

function isComposite(schema: Schema): boolean {
  return ['object', 'array'].includes(shapeOf(schema).kind);
}

function kindOf(schema: Schema, contentType: string | undefined): PartPlan['kind'] {
  if (isBinary(schema) || (saysNothing(schema) && contentType === undefined)) return 'file';
  if (contentType === undefined) return isComposite(schema) ? 'json' : 'text';
  if (/[/+]json\b/.test(contentType)) return 'json';
  if (isComposite(schema)) return 'json';
  return /^text\//.test(contentType) || !saysNothing(schema) ? 'text' : 'file';
}

/** The parts of a multipart body; undefined where its schema is no object with properties, which FormData then is. */
export function multipartPlan({ schema, encoding }: MediaType): MultipartPlan | undefined {
  if (schema === undefined) return undefined;
  const found: Properties = { properties: new Map(), required: new Set(), open: true };
  collect(schema, found, new Set());
  if (found.properties.size === 0) return undefined;
  const parts = Array.from(found.properties, ([name, property]) => {
    const { contentType, headers = new Map() } = encoding.get(name) ?? {};
    const items =
      isArray(property) && !/[/+]json\b/.test(contentType ?? '') ? resolved(property).items : undefined;
    const own = new Map([...headers].filter(([header]) => header !== 'content-type'));
    return {
      name,
      kind: kindOf(items ?? property, contentType),
      many: items !== undefined,
      required: found.required.has(name),
      schema: property,
      headers: own,
      ...(contentType !== undefined && { contentType }),
    };
  });
  return { parts, open: found.open };
}
