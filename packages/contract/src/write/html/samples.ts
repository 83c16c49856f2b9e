import type { Document } from '../../check/document.js';
import { groupsOf, type SampleRequest, sampleRequest } from '../../mock/sample-request.js';
import type { Contract, Json, Operation } from '../../model.js';
import { serializeForm } from '../../runtime/client/form.js';
import {
  type ParameterFormat,
  serializeHeader,
  serializePairs,
  serializePath,
} from '../../runtime/client/serialize.js';
import { contentOf } from '../operation-types.js';
import { propertyKey } from '../quote.js';
import { formEncodings, formType } from '../shapes.js';

/** A word of a POSIX shell that stands for the text, whatever it holds. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function serverUrl({ servers }: Contract): string {
  const [server] = servers;
  if (server === undefined) return 'https://api.example.com';
  const url = server.url.replaceAll(
    /\{([^}]*)\}/g,
    (whole, name: string) => server.variables.get(name)?.default ?? whole,
  );
  // A relative server is told against where the document is served (OpenAPI 3.1, 4.8.5), which a sample cannot know.
  return (url.startsWith('/') ? `https://api.example.com${url}` : url).replace(/\/+$/, '');
}

function urlOf(contract: Contract, operation: Operation, { parameters }: SampleRequest): string {
  let { path } = operation;
  const query: string[] = [];
  for (const { parameter, value } of parameters) {
    const format: ParameterFormat = { ...parameter, json: parameter.content !== undefined };
    if (parameter.in === 'path')
      path = path.replace(`{${parameter.name}}`, () => serializePath(format, value));
    if (parameter.in === 'query') query.push(...serializePairs(format, value));
  }
  return `${serverUrl(contract)}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** Headers and query that carry the credentials of the first alternative; the shell's variables stand for secrets. */
function credentials(contract: Contract, { security }: Operation): { headers: string[]; query: string[] } {
  const headers: string[] = [];
  const query: string[] = [];
  for (const name of security[0]?.keys() ?? []) {
    const scheme = contract.securitySchemes.get(name);
    if (scheme === undefined || scheme.type === 'mutualTLS') continue;
    if (scheme.type !== 'apiKey') {
      const kind = scheme.type === 'http' ? (scheme.scheme ?? 'bearer') : 'bearer';
      const shown = kind.toLowerCase() === 'bearer' ? 'Bearer $TOKEN' : `${kind} $CREDENTIALS`;
      headers.push(`authorization: ${shown}`);
    } else if (scheme.in === 'query') query.push(`${scheme.parameterName}=$API_KEY`);
    else
      headers.push(
        scheme.in === 'cookie'
          ? `cookie: ${scheme.parameterName}=$API_KEY`
          : `${scheme.parameterName}: $API_KEY`,
      );
  }
  return { headers, query };
}

function bodyText(operation: Operation, body: { readonly mediaType: string; readonly value: Json }): string {
  const { mediaType, value } = body;
  const media = contentOf(operation.requestBody?.content ?? []).find((each) => each.mediaType === mediaType);
  if (mediaType === formType && media !== undefined && typeof value === 'object' && value !== null)
    return serializeForm(value, formEncodings(media));
  return typeof value === 'string' && !/[/+]json$/.test(mediaType) ? value : JSON.stringify(value);
}

/** In double quotes, so that the shell puts its variables in. */
function withVariables(text: string): string {
  return `"${text.replaceAll(/["\\`]/g, String.raw`\$&`)}"`;
}

/** The call by curl. */
export function curlSample(contract: Contract, operation: Operation, document: Document): string {
  const sample = sampleRequest(operation, document);
  const secrets = credentials(contract, operation);
  const url = urlOf(contract, operation, sample);
  const joined =
    secrets.query.length === 0 ? '' : `${url.includes('?') ? '&' : '?'}${secrets.query.join('&')}`;
  const method = operation.method === 'get' ? '' : ` -X ${operation.method.toUpperCase()}`;
  const parts = [`curl${method} ${shellWord(url)}${joined === '' ? '' : withVariables(joined)}`];
  parts.push(...secrets.headers.map((each) => `-H ${withVariables(each)}`));
  for (const { parameter, value } of sample.parameters) {
    const format: ParameterFormat = { ...parameter, json: parameter.content !== undefined };
    if (parameter.in === 'header')
      parts.push(`-H ${shellWord(`${parameter.name}: ${serializeHeader(format, value)}`)}`);
    if (parameter.in === 'cookie') parts.push(`-b ${shellWord(serializePairs(format, value).join('; '))}`);
  }
  const { body } = sample;
  if (body?.mediaType.startsWith('multipart/') === true) parts.push("-F 'file=@file'");
  else if (body !== undefined) {
    parts.push(`-H ${shellWord(`content-type: ${body.mediaType}`)}`);
    parts.push(`--data-raw ${shellWord(bodyText(operation, body))}`);
  }
  return parts.join(' \\\n  ');
}

/** A value as JavaScript writes it. */
function literal(value: Json, indent: string): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const flat = `[${value.map((each) => literal(each, inner)).join(', ')}]`;
    return flat.length <= 80 && !flat.includes('\n')
      ? flat
      : `[\n${value.map((each) => `${inner}${literal(each, inner)},\n`).join('')}${indent}]`;
  }
  const members = Object.entries(value).map(
    ([name, each]) => `${propertyKey(name)}: ${literal(each as Json, inner)}`,
  );
  if (members.length === 0) return '{}';
  const flat = `{ ${members.join(', ')} }`;
  return flat.length <= 80 && !flat.includes('\n')
    ? flat
    : `{\n${members.map((each) => `${inner}${each},\n`).join('')}${indent}}`;
}

/** The call by the generated client. */
export function clientSample(
  name: string,
  operation: Operation,
  { document, clientName }: { readonly document: Document; readonly clientName: string },
): string {
  const sample = sampleRequest(operation, document);
  const members = Array.from(
    groupsOf(sample),
    ([group, values]) => `  ${group}: ${literal(values, '  ')},\n`,
  );
  const { body } = sample;
  const isPlain =
    body !== undefined && /^text\/|[/+]json$|^application\/x-www-form-urlencoded$/.test(body.mediaType);
  if (body !== undefined) members.push(`  body: ${isPlain ? literal(body.value, '  ') : 'bytes'},\n`);
  const argument = members.length === 0 ? '' : `{\n${members.join('')}}`;
  return `const result = await ${clientName}.${name}(${argument});`;
}
