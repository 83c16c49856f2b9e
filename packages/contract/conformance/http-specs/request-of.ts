import type { Operation, Parameter, Schema } from '../../src/model.js';
import { bodyKind, mediaTypeOf } from '../../src/runtime/codec/media-type.js';
import { parameterValue, type RawParameters } from '../../src/runtime/server/parameters.js';
import { multipartPlan, type PartPlan } from '../../src/write/multipart-plan.js';
import { contentOf, groups, isJsonContent, parametersOf } from '../../src/write/operation-types.js';
import { shapeOf } from '../../src/write/shapes.js';
import type { Match } from './match-operation.js';
import type { MockApi, MockBody } from './prepare.js';

/** The URI with what the mock calls `:name` filled in, without its query. */
export function uriOf({ uri, request }: MockApi): string {
  const filled = uri.replaceAll(/:(\w+)/g, (all, name: string) => {
    const value = request?.pathParams?.[name];
    return value === undefined ? all : encodeURIComponent(String(value));
  });
  return (filled.split('?', 1)[0] ?? filled).replaceAll('\\:', ':');
}

/** The plan of an operation's multipart body. */
function partsOf(operation: Operation): readonly PartPlan[] {
  const media = contentOf(operation.requestBody?.content ?? []).find(({ mediaType }) =>
    mediaType.startsWith('multipart/'),
  );
  return (media && multipartPlan(media)?.parts) ?? [];
}

/** The only value that a schema takes. */
function constantOf(schema: Schema | undefined): unknown {
  if (schema === undefined) return undefined;
  return schema.const?.value ?? schema.enum?.[0] ?? (schema.ref && constantOf(schema.ref));
}

export function queryPairs(api: MockApi): RawParameters['query'] {
  const inUri = (api.uri.split('?')[1] ?? '').split('&').filter((pair) => pair !== '');
  const written = inUri.map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? ([pair, ''] as const) : ([pair.slice(0, at), pair.slice(at + 1)] as const);
  });
  const given = Object.entries(api.request?.query ?? {}).flatMap(([name, value]) =>
    [value]
      .flat()
      .map(
        (each) =>
          [encodeURIComponent(name), encodeURIComponent(String(each)).replaceAll('%2C', ',')] as const,
      ),
  );
  return given.length > 0 ? given : written;
}

function parametersIn(match: Match, api: MockApi): Record<string, Record<string, unknown>> {
  const headers = Object.fromEntries(
    Object.entries(api.request?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const cookies = (headers.cookie ?? '').split(/;\s*/).map((pair) => pair.split('=', 2) as [string, string]);
  const raw: RawParameters = { path: match.path, query: queryPairs(api), headers, cookies };
  const request: Record<string, Record<string, unknown>> = {};
  for (const parameter of parametersOf(match.operation)) {
    const value = givenValue(parameter, raw);
    if (value === undefined) continue;
    const group = groups[parameter.in];
    request[group] = { ...request[group], [parameter.name]: value };
  }
  return request;
}

function givenValue(parameter: Parameter, raw: RawParameters): unknown {
  const { name, in: location, style, explode, schema, content, required } = parameter;
  const source = { name, in: location, style, explode, json: isJsonContent(content), shape: shapeOf(schema) };
  return parameterValue(source, raw) ?? (required ? constantOf(schema) : undefined);
}

export function textOf({ rawContent }: MockBody, baseUrl: string): string | Buffer | undefined {
  if (rawContent === undefined || typeof rawContent === 'string' || Buffer.isBuffer(rawContent))
    return rawContent;
  return rawContent.serialize({ baseUrl });
}

function multipartOf(operation: Operation, body: MockBody): Record<string, unknown> {
  const parts = partsOf(operation);
  const values: Record<string, unknown> = { ...body.parts };
  for (const { fieldname, originalname, buffer, mimetype } of body.files ?? []) {
    const file = { bytes: new Uint8Array(buffer), filename: originalname, contentType: mimetype };
    const many = parts.find(({ name }) => name === fieldname)?.many === true;
    values[fieldname] = many ? [...((values[fieldname] as unknown[]) ?? []), file] : file;
  }
  return values;
}

/** The files that the handlers of scenarios without a described body expect. */
function expectedFiles(
  operation: Operation,
  png: Uint8Array<ArrayBuffer>,
): Record<string, unknown> | undefined {
  const file = { bytes: png, filename: 'image.png', contentType: 'image/png' };
  const files = partsOf(operation).filter(({ kind }) => kind === 'file');
  if (files.length === 0) return undefined;
  return Object.fromEntries(files.map(({ name, many }) => [name, many ? [file, file] : file]));
}

function bodyOf(operation: Operation, body: MockBody, baseUrl: string): unknown {
  if (body.kind === 'multipart') return multipartOf(operation, body);
  const text = textOf(body, baseUrl);
  const kind = bodyKind(mediaTypeOf(body.contentType));
  if (kind === 'json') return JSON.parse(String(text));
  if (kind === 'form') return Object.fromEntries(new URLSearchParams(String(text)));
  if (kind === 'text') return String(text);
  return text === undefined ? undefined : new Uint8Array(Buffer.from(text));
}

/** What the generated function of the operation is called with. */
export function requestOf(
  match: Match,
  api: MockApi,
  mock: { baseUrl: string; png: Uint8Array<ArrayBuffer> },
): Record<string, unknown> {
  const { baseUrl, png } = mock;
  const request: Record<string, unknown> = parametersIn(match, api);
  const body = api.request?.body;
  if (body === undefined) {
    const files = expectedFiles(match.operation, png);
    return files === undefined ? request : { ...request, body: files };
  }
  request.body = bodyOf(match.operation, body, baseUrl);
  const declared = contentOf(match.operation.requestBody?.content ?? []).map(({ mediaType }) => mediaType);
  const own = mediaTypeOf(body.contentType);
  if (declared.includes(own) || declared.some((each) => each.includes('*'))) request.contentType = own;
  return request;
}
