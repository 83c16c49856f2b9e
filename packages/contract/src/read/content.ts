import { Diagnostics } from '../diagnostics.js';
import type { Encoding, Header, MediaType, Place, RequestBody, Response } from '../model.js';
import { checkFieldName } from './field-name.js';
import { defined, Fields } from './fields.js';
import { type Located, type LocatedMap, toJson } from './located.js';
import { isMisplacedSchema } from './misplaced-schema.js';
import { readSingleContent, readStyle } from './parameter.js';
import { exampleNodes, fieldsOf, once, type Reading } from './reading.js';

export function readContent(reading: Reading, content: LocatedMap | undefined): MediaType[] {
  return Array.from(content?.entries ?? []).flatMap(([mediaType, node]) => {
    const fields = fieldsOf(reading, node, 'a media type');
    if (fields === undefined) return [];
    const reference = node.kind === 'map' ? node.get('$ref') : undefined;
    if (reference !== undefined && isMisplacedSchema(new Fields(fields.node, new Diagnostics()), '')) {
      const what = 'a schema is no media type: write `schema: { $ref: … }`';
      reading.diagnostics.error('wrong-type', reference.place, what);
      return [];
    }
    return [readMediaType(reading, mediaType, fields)];
  });
}

function readMediaType(reading: Reading, mediaType: string, fields: Fields): MediaType {
  if (!isMisplacedSchema(fields, 'a media type')) fields.allow(['schema', 'example', 'examples', 'encoding']);
  const schema = fields.get('schema');
  const encoding = new Map(
    Array.from(fields.map('encoding')?.entries ?? []).flatMap(([name, node]) => {
      const each = fieldsOf(reading, node, 'an encoding');
      return each === undefined ? [] : [[name, readEncoding(reading, each)] as const];
    }),
  );
  const examples = exampleNodes(fields);
  return {
    place: fields.node.place,
    mediaType: mediaType.toLowerCase(),
    ...(schema === undefined ? {} : { schema: reading.schemas.read(schema) }),
    get examples() {
      return examples.map(toJson);
    },
    encoding,
  };
}

function readEncoding(reading: Reading, fields: Fields): Encoding {
  fields.allow(['contentType', 'headers', 'style', 'explode', 'allowReserved']);
  return {
    headers: readHeaders(reading, fields.map('headers')),
    ...defined<Pick<Encoding, 'contentType' | 'style' | 'explode' | 'allowReserved'>>({
      contentType: fields.string('contentType'),
      style: readStyle(fields),
      explode: fields.boolean('explode'),
      allowReserved: fields.boolean('allowReserved'),
    }),
  };
}

const knownOfHeaders =
  'description required deprecated allowEmptyValue style explode schema content example examples'.split(' ');

export function readHeaders(reading: Reading, headers: LocatedMap | undefined): ReadonlyMap<string, Header> {
  const read = new Map<string, Header>();
  headers?.forEach((name, node) => {
    checkFieldName(reading.diagnostics, name, headers.keyPlace(name));
    const header = readHeader(reading, node);
    if (header !== undefined) read.set(name.toLowerCase(), header);
  });
  return read;
}

export function readHeader(reading: Reading, node: Located): Header | undefined {
  const fields = fieldsOf(reading, node, 'a header');
  return fields && once(reading.known.headers, fields.node, () => headerOf(reading, fields));
}

function headerOf(reading: Reading, fields: Fields): Header {
  exampleNodes(fields);
  if (!isMisplacedSchema(fields, 'a header')) fields.allow(knownOfHeaders);
  const schema = fields.get('schema');
  const content = readSingleContent(reading, fields);
  return {
    place: fields.node.place,
    required: fields.boolean('required') ?? false,
    deprecated: fields.boolean('deprecated') ?? false,
    explode: fields.boolean('explode') ?? false,
    ...(schema === undefined ? {} : { schema: reading.schemas.read(schema) }),
    ...defined<Pick<Header, 'content' | 'description'>>({
      content,
      description: fields.string('description'),
    }),
  };
}

export function readRequestBody(reading: Reading, node: Located | undefined): RequestBody | undefined {
  const fields = node === undefined ? undefined : fieldsOf(reading, node, 'a request body');
  return fields && once(reading.known.requestBodies, fields.node, () => requestBodyOf(reading, fields));
}

function requestBodyOf(reading: Reading, fields: Fields): RequestBody {
  fields.allow(['description', 'content', 'required']);
  fields.require('content');
  return {
    place: fields.node.place,
    required: fields.boolean('required') ?? false,
    content: readContent(reading, fields.map('content')),
    ...defined<Pick<RequestBody, 'description'>>({ description: fields.string('description') }),
  };
}

const statusForm = /^([1-5](\d\d|XX)|default)$/;

export function readResponses(reading: Reading, responses: LocatedMap | undefined): Response[] {
  return Array.from(responses?.entries ?? []).flatMap(([status, node]) => {
    if (status.startsWith('x-')) return [];
    const place = responses?.keyPlace(status) ?? node.place;
    if (!statusForm.test(status)) {
      reading.diagnostics.error(
        'invalid-keyword',
        place,
        `'${status}' is no status: write ${/^[1-5]xx$/i.test(status) ? status.toUpperCase() : '200, 4XX or default'}`,
      );
    }
    const response = readResponse(reading, node);
    return response === undefined ? [] : [meantResponse(reading, { ...response, status }, place)];
  });
}

/** Answers of these statuses end with their headers (RFC 9110, 6.4.1). */
const withoutBody = /^(1\d\d|204|205|304)$/;

function meantResponse(reading: Reading, response: Response, place: Place): Response {
  const { status, content } = response;
  if (content.length === 0 || !withoutBody.test(status)) return response;
  const what = `an answer ${status} has no body: its content is left out`;
  reading.diagnostics.warning('meaningless-body', place, what);
  return { ...response, content: [] };
}

export function readResponse(reading: Reading, node: Located): Omit<Response, 'status'> | undefined {
  const fields = fieldsOf(reading, node, 'a response');
  return fields && once(reading.known.responses, fields.node, () => responseOf(reading, fields));
}

function responseOf(reading: Reading, fields: Fields): Omit<Response, 'status'> {
  fields.allow(['description', 'headers', 'content', 'links']);
  fields.require('description');
  for (const link of fields.map('links')?.entries.values() ?? []) checkLink(reading, link);
  return {
    place: fields.node.place,
    description: fields.string('description') ?? '',
    headers: readHeaders(reading, fields.map('headers')),
    content: readContent(reading, fields.map('content')),
  };
}

function exclude(fields: Fields, one: string, other: string): void {
  if (fields.get(one) === undefined || fields.get(other) === undefined) return;
  const what = `'${one}' and '${other}' exclude each other`;
  fields.diagnostics.error('invalid-keyword', fields.node.keyPlace(other), what);
}

/** Links are for readers; what is misspelt in one is told. */
export function checkLink(reading: Reading, node: Located): void {
  const fields = fieldsOf(reading, node, 'a link');
  if (fields === undefined) return;
  fields.allow('operationRef operationId parameters requestBody description server'.split(' '));
  exclude(fields, 'operationRef', 'operationId');
}

export function checkExample(reading: Reading, node: Located): void {
  const fields = fieldsOf(reading, node, 'an example');
  if (fields === undefined) return;
  fields.allow(['summary', 'description', 'value', 'externalValue']);
  exclude(fields, 'value', 'externalValue');
}
