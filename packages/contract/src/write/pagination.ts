import type { Json, Operation, Schema } from '../model.js';
import { resolved } from './body-types.js';
import type { ClientFunction } from './client-parts.js';
import type { OperationName } from './operation-names.js';
import { answerContent, type OperationTypes, parametersOf } from './operation-types.js';
import { propertyAccess, propertyKey } from './quote.js';

/** Where an operation has its cursors, as property names. */
interface Cursors {
  readonly status: string;
  /** Query parameter that says where a page begins. */
  readonly cursor: string;
  /** Path of the next cursor in the body. */
  readonly next: readonly string[];
  /** Path of the page's items, where there is one list. */
  readonly items?: readonly string[];
}

function propertiesOf(schema: Schema, seen = new Set<Schema>()): ReadonlyMap<string, Schema> {
  if (seen.has(schema)) return new Map();
  seen.add(schema);
  const parts = [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? [])];
  return new Map([...parts.flatMap((each) => [...propertiesOf(each, seen)]), ...(schema.properties ?? [])]);
}

function at(schema: Schema | undefined, path: readonly string[]): Schema | undefined {
  const [first, ...rest] = path;
  if (schema === undefined || first === undefined) return schema;
  return at(propertiesOf(schema).get(first), rest);
}

function isArray(schema: Schema | undefined): boolean {
  return schema !== undefined && resolved(schema).types?.includes('array') === true;
}

function isText(schema: Schema | undefined): boolean {
  return schema !== undefined && (resolved(schema).types ?? []).some((type) => type === 'string');
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What `x-pagination: { cursor, next, items }` says; `false` says that there are no pages. */
function configured({ extensions }: Operation): { cursor?: string; next?: string; items?: string } | false {
  const given = extensions.get('x-pagination');
  if (given === false) return false;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return {};
  const { cursor, next, items } = given as Record<string, Json>;
  const read = { cursor: textOf(cursor), next: textOf(next), items: textOf(items) };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** Cursors of an operation whose one success with a body is JSON; undefined where it shows none. */
function cursorsOf(operation: Operation, types: Pick<OperationTypes, 'isDecoded'>): Cursors | undefined {
  const given = configured(operation);
  if (given === false) return undefined;
  const { cursor = 'cursor', next = 'nextCursor', items } = given;
  const success = operation.responses.filter(({ status }) => /^2\d\d$/.test(status));
  const [response, ...others] = success;
  if (response === undefined || others.length > 0) return undefined;
  const [media, ...otherTypes] = answerContent(operation, response);
  const parameter = parametersOf(operation).find((each) => each.in === 'query' && each.name === cursor);
  if (media?.schema === undefined || otherTypes.length > 0 || !/[/+]json$/.test(media.mediaType))
    return undefined;
  const path = next.split('.');
  const cursors = [parameter?.schema, at(media.schema, path)];
  // What the service gives must be what the next request takes, to the type checker too.
  if (!cursors.every((each) => each !== undefined && isText(each) && !types.isDecoded(each)))
    return undefined;
  const lists = [...propertiesOf(media.schema)].filter(([, each]) => isArray(each)).map(([name]) => [name]);
  const list = items === undefined ? (lists.length === 1 ? lists[0] : undefined) : items.split('.');
  const known = list !== undefined && isArray(at(media.schema, list)) ? { items: list } : {};
  return { status: response.status, cursor, next: path, ...known };
}

/** An expression that reads a path of properties, any of which may be absent. */
function access(object: string, path: readonly string[]): string {
  return path.reduce((before, name) => {
    const read = propertyAccess('', name);
    return read.startsWith('.') ? `${before}?${read}` : `${before}?.${read}`;
  }, object);
}

/** What the functions are written with. */
interface PagesWriting {
  readonly types: Pick<OperationTypes, 'isDecoded'>;
  readonly nameOf: (wanted: string) => string;
}

/** `…Pages`, which asks for one page after another, and `…Items`, which takes them apart. */
export function pagesFunctions(
  operation: Operation,
  name: OperationName,
  { nameOf, types }: PagesWriting,
): ClientFunction[] {
  const cursors = cursorsOf(operation, types);
  if (cursors === undefined) return [];
  const { status, cursor, next, items } = cursors;
  const page = `Extract<${name.type}Result, { readonly status: ${status} }>`;
  const required = parametersOf(operation).some((each) => each.required);
  const pages: ClientFunction = {
    kind: 'async function*',
    name: nameOf(`${name.function}Pages`),
    about: `/** The pages of ${name.function}, from the request's cursor on. Errors: as ${name.function}, and ClientError where a page is not answered by ${status}. */\n`,
    request: `${name.type}Request`,
    needsRequest: required || operation.requestBody?.required === true,
    result: `AsyncGenerator<${page}, void, undefined>`,
    body: `  let next: string | null | undefined = ${access('request', ['query', cursor])};
  do {
    const query = { ...request.query, ...(typeof next === 'string' && { ${propertyKey(cursor)}: next }) };
    const page = await ${name.function}(client, { ...request, query }, options);
    if (page.status !== ${status}) throw pageRefused(${name.format}, page.status);
    yield page;
    next = ${access('page.body', next)};
  } while (typeof next === 'string' && next !== '');
`,
  };
  if (items === undefined) return [pages];
  const element = items.reduce(
    (type, member) => `NonNullable<${type}[${JSON.stringify(member)}]>`,
    `${page}['body']`,
  );
  const each: ClientFunction = {
    ...pages,
    name: nameOf(`${name.function}Items`),
    about: `/** The items of all pages of ${name.function}, one after another. */\n`,
    result: `AsyncGenerator<${element}[number], void, undefined>`,
    body: `  for await (const page of ${pages.name}(client, request, options)) yield* ${access('page.body', items)} ?? [];\n`,
  };
  return [pages, each];
}
