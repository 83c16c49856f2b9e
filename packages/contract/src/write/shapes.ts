import type { JsonType, MediaType, Schema } from '../model.js';
import type { FormEncoding, FormEncodings } from '../runtime/client/form.js';
import type { Shape } from '../runtime/codec/shape.js';
import type { FormFormat } from '../runtime/server/form.js';

const text: Shape = { kind: 'text' };

function typesOf(schema: Schema): readonly JsonType[] {
  if (schema.types !== undefined) return schema.types;
  const values = schema.const === undefined ? (schema.enum ?? []) : [schema.const.value];
  return values.flatMap((value) => {
    const type = typeof value;
    return type === 'string' || type === 'number' || type === 'boolean' ? [type] : [];
  });
}

type Above = readonly Schema[];

function objectShape(schema: Schema, above: Above): Shape {
  const members = Array.from(
    schema.properties ?? [],
    ([name, each]) => [name, shapeOf(each, above)] as const,
  );
  const rest = schema.additionalProperties ?? schema.unevaluatedProperties;
  const inherited = members.filter(([name]) => name in Object.prototype);
  return {
    kind: 'object',
    members: Object.fromEntries(members.filter(([name]) => !(name in Object.prototype))),
    ...(inherited.length > 0 && { inherited }),
    ...(rest !== undefined && rest.boolean === undefined && { rest: shapeOf(rest, above) }),
  };
}

/** Parts of one object are an object with the members of all; else the first part that says more than text. */
function combined(shapes: readonly Shape[]): Shape {
  const [first] = shapes.filter(({ kind }) => kind !== 'text');
  if (first?.kind !== 'object') return first ?? text;
  const objects = shapes.filter(({ kind }) => kind === 'object');
  const inherited = objects.flatMap((each) => each.inherited ?? []);
  const rest = objects.find((each) => each.rest !== undefined)?.rest;
  return {
    kind: 'object',
    members: Object.assign({}, ...objects.map(({ members }) => members)),
    ...(inherited.length > 0 && { inherited }),
    ...(rest !== undefined && { rest }),
  };
}

function ownShape(schema: Schema, above: Above): Shape {
  const types = typesOf(schema);
  if (types.includes('array') || schema.items !== undefined)
    return { kind: 'array', item: shapeOf(schema.items, above) };
  if (types.includes('object') || schema.properties !== undefined) return objectShape(schema, above);
  if (types.includes('string')) return text;
  if (types.includes('number') || types.includes('integer')) return { kind: 'number' };
  return types.includes('boolean') ? { kind: 'boolean' } : text;
}

/**
 * What the text of a value stands for: by its type, looked for through references and compositions. Text has no end of
 * depth, so what a recursive schema holds below itself stays text.
 */
export function shapeOf(schema: Schema | undefined, above: Above = []): Shape {
  if (schema === undefined || above.includes(schema) || above.length > 12) return text;
  const inside = [...above, schema];
  const parts = [
    ...(schema.ref === undefined ? [] : [schema.ref]),
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
  ].map((each) => shapeOf(each, inside));
  const own = ownShape(schema, inside);
  if (own.kind !== 'text' && own.kind !== 'object') return own;
  // A string that is also described by its parts stays a string.
  return typesOf(schema).includes('string') ? text : combined([own, ...parts]);
}

const tried = ['array', 'object', 'number', 'boolean', 'text'] as const satisfies readonly Shape['kind'][];

/** What the text may stand for by each type that the schema has, or else by each of its alternatives. */
function possibleShapes(schema: Schema, above: Above): Shape[] {
  if (above.includes(schema) || above.length > 12) return [];
  const inside = [...above, schema];
  const types = typesOf(schema);
  if (types.length > 0)
    return types
      .filter((type) => type !== 'null')
      .map((type) => ownShape({ place: schema.place, ...ofType(schema, type), types: [type] }, inside));
  const parts = [schema.ref, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const given = parts.filter((each) => each !== undefined);
  const hasOwn = schema.items !== undefined || schema.properties !== undefined;
  return hasOwn || given.length === 0
    ? [ownShape(schema, inside)]
    : given.flatMap((each) => possibleShapes(each, inside));
}

/** The keywords of a schema by which a value of the type has a shape. */
function ofType(schema: Schema, type: JsonType): Partial<Schema> {
  const { items, properties, additionalProperties, unevaluatedProperties } = schema;
  if (type === 'array') return items === undefined ? {} : { items };
  if (type !== 'object') return {};
  return {
    ...(properties !== undefined && { properties }),
    ...(additionalProperties !== undefined && { additionalProperties }),
    ...(unevaluatedProperties !== undefined && { unevaluatedProperties }),
  };
}

/**
 * What else the text of a value may stand for, where its schema has several types or alternatives: to be tried in turn
 * where what `shapeOf` makes of it is refused.
 */
export function otherShapes(schema: Schema | undefined): Shape[] {
  if (schema === undefined) return [];
  const possible = possibleShapes(schema, []);
  const { kind: first } = shapeOf(schema);
  return tried.flatMap((kind) => {
    const shapes = possible.filter((each) => each.kind === kind);
    return kind === first || shapes.length === 0 ? [] : [combined(shapes)];
  });
}

export const formType = 'application/x-www-form-urlencoded';

/** How a client writes a form (OpenAPI 3.1, 4.8.15): a style counts as soon as one of its fields is given. */
export function formEncodings({ encoding }: MediaType): FormEncodings {
  return Array.from(encoding, ([name, each]) => {
    const { style, explode, allowReserved, contentType = '' } = each;
    const styled = style !== undefined || explode !== undefined || allowReserved !== undefined;
    const used = (style ?? 'form') as NonNullable<FormEncoding['style']>;
    const format = {
      ...(styled && { style: used }),
      explode: explode ?? used === 'form',
      allowReserved: allowReserved ?? false,
      json: !styled && /[/+]json$/.test(contentType),
    };
    return [name, format] as const;
  });
}

/** How a server reads a form. */
export function formFormat(form: MediaType): FormFormat {
  const encoding = formEncodings(form).map(([name, { allowReserved: _, ...read }]) => [name, read] as const);
  return { shape: shapeOf(form.schema), encoding };
}
