import { childrenOf } from './children-of.js';
import type { Contract, Header, MediaType, Operation, Parameter, Schema } from './model.js';

function schemasOf(parts: Iterable<Parameter | Header | MediaType>): Schema[] {
  const found: Schema[] = [];
  for (const part of parts) {
    const schema = part.schema ?? ('content' in part ? part.content?.schema : undefined);
    if (schema !== undefined) found.push(schema);
  }
  return found;
}

function encodedHeaders(content: readonly MediaType[]): Header[] {
  return content.flatMap(({ encoding }) =>
    Array.from(encoding.values(), ({ headers }) => [...headers.values()]).flat(),
  );
}

/** Schemas of bodies, headers and parameters, callbacks included. */
export function schemasOfOperation({ requestBody, responses, parameters, callbacks }: Operation): Schema[] {
  const content = [...(requestBody?.content ?? []), ...responses.flatMap((each) => each.content)];
  const headers = responses.flatMap((each) => [...each.headers.values()]);
  return [
    ...schemasOf(content),
    ...schemasOf(headers),
    ...schemasOf(parameters),
    ...schemasOf(encodedHeaders(content)),
    ...callbacks.flatMap(schemasOfOperation),
  ];
}

type Described = Pick<Contract, 'schemas' | 'operations' | 'events'>;

/** The schemas that a contract has by themselves: components, and those of bodies, headers, parameters and events. */
export function rootSchemas({ schemas, operations, events }: Described): Schema[] {
  return [
    ...schemas.values(),
    ...operations.flatMap(schemasOfOperation),
    ...events.map(({ detail }) => detail),
  ];
}

function walk(contract: Described): ReadonlySet<Schema> {
  const reached = new Set(rootSchemas(contract));
  for (const schema of reached) for (const each of childrenOf(schema)) reached.add(each);
  return reached;
}

const known = new WeakMap<Described, ReadonlySet<Schema>>();

/** Every schema that a contract leads to, in an order that the document alone decides. */
export function everySchema(contract: Described): ReadonlySet<Schema> {
  const schemas = known.get(contract) ?? walk(contract);
  known.set(contract, schemas);
  return schemas;
}
