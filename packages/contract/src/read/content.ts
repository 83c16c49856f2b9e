import type { Encoding, Header, MediaType, RequestBody, Response } from '../model.js';
import { defined, type Fields } from './fields.js';
import { type Located, type LocatedMap, toJson } from './located.js';
import { readStyle } from './parameter.js';
import { examplesOf, fieldsOf, type Reading } from './reading.js';

export function readContent(reading: Reading, content: LocatedMap | undefined): MediaType[] {
  return Array.from(content?.entries ?? []).flatMap(([mediaType, node]) => {
    const fields = fieldsOf(reading, node, 'a media type');
    return fields === undefined ? [] : [readMediaType(reading, mediaType, fields)];
  });
}

function readMediaType(reading: Reading, mediaType: string, fields: Fields): MediaType {
  fields.allow(['schema', 'example', 'examples', 'encoding']);
  const schema = fields.get('schema');
  const encoding = new Map(
    Array.from(fields.map('encoding')?.entries ?? []).flatMap(([name, node]) => {
      const each = fieldsOf(reading, node, 'an encoding');
      return each === undefined ? [] : [[name, readEncoding(reading, each)] as const];
    }),
  );
  return {
    place: fields.node.place,
    mediaType: mediaType.toLowerCase(),
    ...(schema === undefined ? {} : { schema: reading.schemas.read(schema) }),
    examples: examplesOf(fields, toJson),
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

export function readHeaders(reading: Reading, headers: LocatedMap | undefined): ReadonlyMap<string, Header> {
  const read = Array.from(headers?.entries ?? []).flatMap(([name, node]) => {
    const fields = fieldsOf(reading, node, 'a header');
    return fields === undefined ? [] : [[name.toLowerCase(), readHeader(reading, fields)] as const];
  });
  return new Map(read);
}

function readHeader(reading: Reading, fields: Fields): Header {
  fields.allow(
    'description required deprecated allowEmptyValue style explode schema content example examples'.split(
      ' ',
    ),
  );
  const schema = fields.get('schema');
  const content = readContent(reading, fields.map('content'))[0];
  return {
    place: fields.node.place,
    required: fields.boolean('required') ?? false,
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
  if (fields === undefined) return undefined;
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
        `'${status}' is no status: write 200, 4XX or default`,
      );
    }
    const fields = fieldsOf(reading, node, 'a response');
    return fields === undefined ? [] : [{ ...readResponse(reading, fields), status }];
  });
}

function readResponse(reading: Reading, fields: Fields): Omit<Response, 'status'> {
  fields.allow(['description', 'headers', 'content', 'links']);
  fields.require('description');
  return {
    place: fields.node.place,
    description: fields.string('description') ?? '',
    headers: readHeaders(reading, fields.map('headers')),
    content: readContent(reading, fields.map('content')),
  };
}
