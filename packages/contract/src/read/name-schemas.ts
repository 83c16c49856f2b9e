import { everySchema } from '../every-schema.js';
import type { Contract, MediaType, Operation, Schema } from '../model.js';

/** Names that TypeScript, io-ts or the generated files use themselves. */
const reserved = new Set(
  'Object Array Record Promise Date String Number Boolean Function Symbol Map Set Error JSON Math RegExp Proxy Reflect Contract Partial Required Readonly Pick Omit Exclude Extract Type'.split(
    ' ',
  ),
);

/** PascalCase identifier for any text; `Schema` stands in where nothing of it can be kept. */
export function pascalCase(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9]*$/.test(text)) return text.charAt(0).toUpperCase() + text.slice(1);
  const words = text.match(/[A-Za-z0-9]+/g) ?? [];
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return name === '' ? 'Schema' : /^\d/.test(name) ? `N${name}` : name;
}

class Names {
  readonly #taken = new Set<string>(reserved);
  readonly given = new Set<string>();

  give(schema: Schema, wanted: string): void {
    if (schema.name !== undefined) return;
    let name = pascalCase(wanted);
    for (let count = 2; this.#taken.has(name); count++) name = `${pascalCase(wanted)}${count}`;
    this.#taken.add(name);
    this.given.add(name);
    (schema as { name?: string }).name = name;
  }
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

/** What a schema holds that may be worth a name, with what it is called there. */
function innerOf(schema: Schema): [string, Schema][] {
  const inner: [string, Schema][] = [...(schema.properties ?? [])];
  if (schema.items !== undefined) inner.push(['Item', schema.items]);
  if (schema.additionalProperties !== undefined) inner.push(['Value', schema.additionalProperties]);
  for (const [index, each] of (schema.oneOf ?? schema.anyOf ?? []).entries())
    inner.push([`Variant${index + 1}`, each]);
  return inner;
}

/** Names what is below a schema after the way to it: `lines` of `Order` has the items `OrderLinesItem`. */
function nameInside(names: Names, schema: Schema, seen: Set<Schema>, way = ''): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  for (const [key, each] of innerOf(schema)) {
    const isWorthAName = isStructured(each);
    if (!isWorthAName && each.items === undefined && each.additionalProperties === undefined) continue;
    const wanted = `${schema.name ?? way}${pascalCase(key)}`;
    if (isWorthAName) names.give(each, wanted);
    nameInside(names, each, seen, wanted);
  }
}

function nameContent(names: Names, content: readonly MediaType[], wanted: string, seen: Set<Schema>): void {
  for (const { schema } of content) {
    if (schema === undefined) continue;
    if (schema.ref === undefined) names.give(schema, wanted);
    nameInside(names, schema, seen, wanted);
  }
}

function nameOperation(names: Names, operation: Operation, seen: Set<Schema>): void {
  const { operationId, requestBody, responses, callbacks } = operation;
  nameContent(names, requestBody?.content ?? [], `${operationId}Body`, seen);
  for (const { status, content } of responses) nameContent(names, content, `${operationId}${status}`, seen);
  for (const callback of callbacks) nameOperation(names, callback, seen);
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
  const seen = new Set<Schema>();
  for (const [name, schema] of contract.schemas) names.give(schema, name);
  nameTargets(names, everySchema(contract));
  for (const schema of contract.schemas.values()) nameInside(names, schema, seen);
  for (const operation of contract.operations) nameOperation(names, operation, seen);
  for (const { name, detail } of contract.events) {
    if (detail.ref === undefined) names.give(detail, `${name}Detail`);
    nameInside(names, detail, seen);
  }
  return names.given;
}
