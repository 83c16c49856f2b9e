import type {
  HttpMethod,
  Operation,
  Parameter,
  RequestBody,
  SecurityRequirement,
  SecurityScheme,
  Server,
} from '../model.js';
import { readRequestBody, readResponses } from './content.js';
import { readExternalDocs } from './external-docs.js';
import { defined, type Fields } from './fields.js';
import type { Located } from './located.js';
import { readParameter, readParameters } from './parameter.js';
import { fieldsOf, type Reading } from './reading.js';
import { readSecurity } from './security.js';
import { capitalized, wordsOf } from './words.js';

export const methods: readonly HttpMethod[] = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
];

/** What operations inherit from the document. */
export interface Inherited {
  readonly security: readonly SecurityRequirement[];
  readonly schemes: ReadonlyMap<string, SecurityScheme>;
  readonly servers: readonly Server[];
  /** Operations whose callbacks are being read. */
  readonly within?: ReadonlySet<Located>;
}

const known =
  'tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers'.split(
    ' ',
  );
const knownOfItems = [...methods, '$ref', 'summary', 'description', 'servers', 'parameters'];

/** `GET /v1/orders/{orderId}` becomes `getV1OrdersOrderId`. */
function derivedId(method: HttpMethod, path: string): string {
  return method + wordsOf(path).map(capitalized).join('');
}

/** Whether the operation's id is the one that it has without an `operationId`. */
export function isDerived({ operationId, method, path }: Operation): boolean {
  return operationId === derivedId(method, path);
}

/** Whether every parameter of a list could be read: one that could not may be what seems to be missing. */
function areRead(reading: Reading, holder: Fields): boolean {
  const list = holder.get('parameters');
  if (list === undefined) return true;
  return list.kind === 'list' && list.items.every((each) => readParameter(reading, each) !== undefined);
}

interface Declared {
  readonly item: Fields;
  readonly operation: Fields;
  readonly parameters: readonly Parameter[];
}

function checkPath(reading: Reading, path: string, { item, operation, parameters }: Declared): void {
  const inPath = Array.from(path.matchAll(/\{([^}]+)\}/g), ([, name]) => name ?? '');
  const declared = parameters.filter((parameter) => parameter.in === 'path');
  for (const name of new Set(inPath.filter((each, index) => inPath.indexOf(each) !== index))) {
    const what = `the path has {${name}} more than once, so that its value would be two`;
    reading.diagnostics.error('path-parameter', operation.node.place, what);
  }
  const missing = inPath.filter((each) => !declared.some((parameter) => parameter.name === each));
  if (missing.length > 0 && areRead(reading, item) && areRead(reading, operation)) {
    for (const name of missing) {
      const what = `the path has {${name}}, but no parameter declares it`;
      reading.diagnostics.error('path-parameter', operation.node.place, what);
    }
  }
  for (const { name, place } of declared.filter((each) => !inPath.includes(each.name))) {
    const isColon = path.split('/').includes(`:${name}`);
    const hint = isColon ? `, which is how ':${name}' is written here` : '';
    reading.diagnostics.error('path-parameter', place, `the path ${path} has no {${name}}${hint}`);
  }
}

interface OperationSite {
  readonly item: Fields;
  readonly method: HttpMethod;
  readonly path: string;
}

function readOperation(
  reading: Reading,
  { item, method, path }: OperationSite,
  inherited: Inherited,
): Operation[] {
  const node = item.get(method);
  const fields = node === undefined ? undefined : fieldsOf(reading, node, 'an operation');
  if (fields === undefined) return [];
  fields.allow(known);
  const given = fields.string('operationId');
  if (fields.get('operationId') === undefined) {
    reading.diagnostics.warning(
      'missing-operation-id',
      fields.node.place,
      `${method.toUpperCase()} ${path} has no operationId`,
    );
  }
  if (reading.dialect === '3.0') fields.require('responses');
  const parameters = readParameters(reading, item.list('parameters'), fields.list('parameters'));
  if (path.startsWith('/')) checkPath(reading, path, { item, operation: fields, parameters });
  const own = readSecurity(reading, fields.list('security'), inherited.schemes);
  // What is told to be ignored, `security:` without a value, takes nobody's credentials away.
  const security = fields.get('security')?.kind === 'list' ? own : inherited.security;
  return [
    {
      place: fields.node.place,
      operationId: given ?? derivedId(method, path),
      method,
      path,
      tags: fields.strings('tags'),
      deprecated: fields.boolean('deprecated') ?? false,
      parameters,
      responses: readResponses(reading, fields.map('responses')),
      security,
      callbacks: readCallbacks(reading, fields, inherited),
      servers: inherited.servers,
      extensions: fields.extensions(),
      ...defined<Pick<Operation, 'summary' | 'description' | 'sunset' | 'externalDocs' | 'requestBody'>>({
        summary: fields.string('summary'),
        description: fields.string('description'),
        sunset: fields.string('x-sunset'),
        externalDocs: readExternalDocs(fields),
        requestBody: readMeantBody(reading, fields, method),
      }),
    },
  ];
}

/** The body of an operation; that of GET and HEAD is read for its slips, and left out. */
function readMeantBody(reading: Reading, operation: Fields, method: HttpMethod): RequestBody | undefined {
  const body = readRequestBody(reading, operation.get('requestBody'));
  const isMeant = reading.allBodies === true || (method !== 'get' && method !== 'head');
  if (body === undefined || isMeant) return body;
  const what = `${method.toUpperCase()} has a request body, which is left out`;
  reading.diagnostics.warning('meaningless-body', body.place, what);
  return undefined;
}

/** A callback may be a path item that has callbacks itself: that it is one that is being read would never end. */
function readCallbacks(reading: Reading, operation: Fields, inherited: Inherited): Operation[] {
  const callbacks = operation.map('callbacks');
  if (callbacks === undefined) return [];
  if (inherited.within?.has(operation.node) === true) {
    const what = 'the callback leads back to its own operation; it is left out';
    reading.diagnostics.warning('broken-reference', callbacks.place, what);
    return [];
  }
  const inside = { ...inherited, within: new Set([...(inherited.within ?? []), operation.node]) };
  return Array.from(callbacks.entries.values()).flatMap((callback) =>
    readCallback(reading, callback, inside),
  );
}

export function readCallback(reading: Reading, node: Located, inherited: Inherited): Operation[] {
  const fields = fieldsOf(reading, node, 'a callback');
  return Array.from(fields?.node.entries ?? []).flatMap(([expression, each]) =>
    // A callback's address is a runtime expression such as {$request.body#/url}, not a template of parameters.
    expression.startsWith('x-')
      ? []
      : readPathItem(reading, { path: expression.replaceAll(/[{}]/g, ''), node: each }, inherited),
  );
}

export function readPathItem(
  reading: Reading,
  { path, node }: { readonly path: string; readonly node: Located },
  inherited: Inherited,
): Operation[] {
  const item = fieldsOf(reading, node, 'a path item');
  if (item === undefined) return [];
  item.allow(knownOfItems);
  return methods.flatMap((method) => readOperation(reading, { item, method, path }, inherited));
}
