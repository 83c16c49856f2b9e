import { childrenOf } from '../../children-of.js';
import { locatedExamples, unnamed } from '../../mock/examples.js';
import type { Contract, Header, MediaType, Operation, Parameter, Schema } from '../../model.js';
import { type Located, toJson } from '../../read/located.js';
import { bodyTypeOf } from '../../write/body-types.js';
import type { Direction } from '../../write/schemas/variant.js';
import type { Document } from '../document.js';
import type { Rule } from '../style/rule.js';
import { compileSchemas } from './compile-schemas.js';

/** A value that the contract gives and the schema that it should follow. */
interface Given {
  readonly schema: Schema;
  readonly node: Located;
  /** What the value is called where it is told of. */
  readonly name: string;
  /** In one of these directions the value has to be right. */
  readonly directions: readonly Direction[];
}

function named(name: string): string {
  return name === unnamed ? 'the example' : `the example '${name}'`;
}

function ofMedia(media: MediaType, direction: Direction, document: Document): Given[] {
  const { schema } = media;
  if (schema === undefined || media.examples.length === 0 || bodyTypeOf(media, direction) !== 'schema')
    return [];
  return Array.from(locatedExamples(media.place, document), ([name, node]) => ({
    schema,
    node,
    name: named(name),
    directions: [direction],
  }));
}

function ofDescribed(
  { schema, content, place }: Parameter | Header,
  direction: Direction,
  document: Document,
): Given[] {
  if (content !== undefined) return ofMedia(content, direction, document);
  if (schema === undefined) return [];
  return Array.from(locatedExamples(place, document), ([name, node]) => ({
    schema,
    node,
    name: named(name),
    directions: [direction],
  }));
}

function ofOperation(operation: Operation, document: Document): Given[] {
  const { parameters, requestBody, responses } = operation;
  return [
    ...parameters.flatMap((each) => ofDescribed(each, 'request', document)),
    ...(requestBody?.content ?? []).flatMap((each) => ofMedia(each, 'request', document)),
    ...responses.flatMap(({ content, headers }) => [
      ...content.flatMap((each) => ofMedia(each, 'response', document)),
      ...[...headers.values()].flatMap((each) => ofDescribed(each, 'response', document)),
    ]),
  ];
}

function schemasOf({ parameters, requestBody, responses }: Operation): Schema[] {
  const content = [...(requestBody?.content ?? []), ...responses.flatMap((each) => each.content)];
  const headers = responses.flatMap((each) => [...each.headers.values()]);
  return [...parameters, ...headers, ...content].flatMap(({ schema }) => schema ?? []);
}

/** A schema may be of requests or of responses: its examples are right in one of both. */
function ofSchema(schema: Schema, document: Document): Given[] {
  if (schema.examples === undefined && schema.default === undefined) return [];
  const directions = ['response', 'request'] as const;
  const list = document.field(schema.place, 'examples');
  const examples = [...(list?.kind === 'list' ? list.items : []), document.field(schema.place, 'example')];
  const preset = document.field(schema.place, 'default');
  return [
    ...examples.flatMap((node) =>
      node === undefined ? [] : [{ schema, node, name: 'the example', directions }],
    ),
    ...(preset === undefined ? [] : [{ schema, node: preset, name: 'the default', directions }]),
  ];
}

function allGiven(contract: Contract, document: Document): Given[] {
  const { operations, schemas, events } = contract;
  const all = new Set([
    ...schemas.values(),
    ...events.map(({ detail }) => detail),
    ...operations.flatMap(schemasOf),
  ]);
  for (const schema of all) for (const child of childrenOf(schema)) all.add(child);
  return [
    ...operations.flatMap((each) => ofOperation(each, document)),
    ...[...all].flatMap((each) => ofSchema(each, document)),
  ];
}

/** Examples and defaults that their own schemas refuse. */
export const checkExampleValues: Rule = ({ contract, document, diagnostics }) => {
  const given = allGiven(contract, document);
  const check = compileSchemas(new Set(given.map(({ schema }) => schema)));
  const told = new Set<string>();
  for (const { schema, node, name, directions } of given) {
    const value = toJson(node);
    const tries = directions.map((direction) => check(schema, direction, value));
    const [first] = tries.some((found) => found.length === 0) ? [] : (tries[0] ?? []);
    const key = `${node.place.file}#${node.place.pointer}`;
    if (first === undefined || told.has(key)) continue;
    told.add(key);
    const where = first.pointer === '' ? '' : ` at '${first.pointer}'`;
    const what = `${name} breaks its schema${where}: expected ${first.expected}, received ${first.received}`;
    diagnostics.warning('invalid-example', node.place, what);
  }
};
