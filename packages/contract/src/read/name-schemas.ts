import { everySchema } from '../every-schema.js';
import type { Contract, MediaType, Operation, Schema } from '../model.js';
import { capitalized, wordsOf } from './words.js';

/** Names that TypeScript, io-ts or the generated files use themselves. */
const reserved = new Set(
  'Object Array Record Promise Date String Number Boolean Function Symbol Map Set Error JSON Math RegExp Proxy Reflect Contract Partial Required Readonly Pick Omit Exclude Extract Type'.split(
    ' ',
  ),
);

/** PascalCase identifier for any text; `Schema` stands in where nothing of it can be kept. */
export function pascalCase(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9]*$/.test(text)) return capitalized(text);
  const name = wordsOf(text).map(capitalized).join('');
  return name === '' ? 'Schema' : /^\p{ID_Start}/u.test(name) ? name : `N${name}`;
}

class Names {
  readonly #taken = new Set<string>(reserved);
  readonly given = new Set<string>();
  /** What has been looked into. */
  readonly seen = new Set<Schema>();

  give(schema: Schema, wanted: string): void {
    if (schema.name !== undefined) return;
    let name = pascalCase(wanted);
    for (let count = 2; this.#taken.has(name); count++) name = `${pascalCase(wanted)}${count}`;
    this.#taken.add(name);
    this.given.add(name);
    (schema as { name?: string }).name = name;
  }
}

const holding = new Set('properties oneOf anyOf allOf items additionalProperties'.split(' '));

/** Whether a schema, or what it holds, may be worth a name: most have no such keyword, and are asked for no other. */
function mayHold(schema: Schema): boolean {
  for (const keyword in schema) if (holding.has(keyword)) return true;
  return false;
}

/** An object or a union is worth a name of its own; a plain string or number is read best where it stands. */
function isStructured(schema: Schema): boolean {
  return (
    schema.properties !== undefined ||
    schema.oneOf !== undefined ||
    schema.anyOf !== undefined ||
    schema.allOf !== undefined
  );
}

/** Names what is below a schema after the way to it: `lines` of `Order` has the items `OrderLinesItem`. */
function nameInside(names: Names, schema: Schema, way = ''): void {
  if (!mayHold(schema) || names.seen.has(schema)) return;
  names.seen.add(schema);
  const { properties, items, additionalProperties, oneOf, anyOf } = schema;
  const inner = (each: Schema, key: string) => {
    if (!mayHold(each)) return;
    const wanted = `${schema.name ?? way}${pascalCase(key)}`;
    if (isStructured(each)) names.give(each, wanted);
    nameInside(names, each, wanted);
  };
  properties?.forEach(inner);
  if (items !== undefined) inner(items, 'Item');
  if (additionalProperties !== undefined) inner(additionalProperties, 'Value');
  for (const [index, each] of (oneOf ?? anyOf ?? []).entries()) inner(each, `Variant${index + 1}`);
}

function nameContent(names: Names, content: readonly MediaType[], wanted: string): void {
  for (const { schema } of content) {
    if (schema === undefined) continue;
    if (schema.ref === undefined) names.give(schema, wanted);
    nameInside(names, schema, wanted);
  }
}

function nameOperation(names: Names, operation: Operation): void {
  const { operationId, requestBody, responses, callbacks } = operation;
  nameContent(names, requestBody?.content ?? [], `${operationId}Body`);
  for (const { status, content } of responses) nameContent(names, content, `${operationId}${status}`);
  for (const callback of callbacks) nameOperation(names, callback);
}

/** Every cycle goes through a reference: naming what references lead to lets recursive types be written. */
function nameTargets(names: Names, schemas: Iterable<Schema>): void {
  for (const { ref } of schemas)
    if (ref !== undefined && ref.name === undefined)
      names.give(ref, ref.place.pointer.split('/').at(-1) ?? '');
}

/** Gives a name to every component schema, body and structured inline schema, in document order; the names. */
export function nameSchemas(contract: Omit<Contract, 'schemaNames'>): ReadonlySet<string> {
  const names = new Names();
  for (const [name, schema] of contract.schemas) names.give(schema, name);
  nameTargets(names, everySchema(contract));
  for (const schema of contract.schemas.values()) nameInside(names, schema);
  for (const operation of contract.operations) nameOperation(names, operation);
  for (const { name, detail } of contract.events) {
    if (detail.ref === undefined) names.give(detail, `${name}Detail`);
    nameInside(names, detail);
  }
  return names.given;
}
