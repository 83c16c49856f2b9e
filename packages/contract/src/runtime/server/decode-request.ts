import { problems, type ValueProblem } from '../codec/problems.js';
import type { ProxyEvent } from './event.js';
import { headersOf, rawParameters } from './event.js';
import { formValue } from './form.js';
import type { ServedOperation, ServedParameter } from './handler.js';
import { parameterValue, type RawParameters } from './parameters.js';
import { ProblemError, problem } from './problem.js';

/** One reason why a request was refused: which part of it, where in that part, what was expected and received. */
export interface RequestProblem extends ValueProblem {
  readonly in: 'path' | 'query' | 'headers' | 'cookies' | 'body';
}

const maxBodyBytes = 1024 * 1024;

function decodeParameter(parameter: ServedParameter, raw: RawParameters, found: RequestProblem[]): unknown {
  const { group, name, required, codec } = parameter;
  const value = parameterValue(parameter, raw);
  const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (value === undefined) {
    if (required) found.push({ in: group, pointer, expected: 'a value', received: 'nothing' });
    return undefined;
  }
  const decoded = codec?.decode(value);
  if (decoded?._tag !== 'Left') return value;
  for (const each of problems(decoded.left))
    found.push({ ...each, in: group, pointer: pointer + each.pointer });
  return undefined;
}

function refuseType(reason: string, content: object): never {
  const taken = Object.keys(content).join(', ');
  throw new ProblemError(problem(415, `${reason}; this operation takes ${taken}`), { accept: taken });
}

/** The declared media type that the body is of, and its own. Errors: ProblemError 415. */
function mediaTypeOf(event: ProxyEvent, content: object): { declared: string; own: string } {
  const { 'content-type': header, 'content-encoding': encoding = 'identity' } = headersOf(event);
  if (encoding.toLowerCase() !== 'identity') refuseType(`the body is encoded by ${encoding}`, content);
  const [only = '', ...others] = Object.keys(content);
  if (header === undefined) {
    if (others.length > 0 || !isJson(only)) refuseType('the request has no Content-Type', content);
    return { declared: only, own: only };
  }
  const [own = '', ...parameters] = header.split(';').map((each) => each.trim().toLowerCase());
  const charset = parameters.find((each) => each.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !/^"?utf-?8"?$/.test(charset))
    refuseType(`the body's charset is ${charset}; utf-8 is taken`, content);
  const ranges = [own, `${own.split('/', 1)[0]}/*`, '*/*'];
  const declared = ranges.find((each) => Object.hasOwn(content, each));
  return declared === undefined ? refuseType(`the body is ${own}`, content) : { declared, own };
}

function isJson(mediaType: string): boolean {
  return /[/+]json$/.test(mediaType);
}

/** The text of UTF-8 bytes without a byte order mark; undefined when they are none. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // TypeError is all that it throws: the bytes are no UTF-8.
    return undefined;
  }
}

const form = 'application/x-www-form-urlencoded';

function parse(bytes: Buffer, mediaType: string, operation: ServedOperation): unknown {
  if (mediaType !== form && !mediaType.startsWith('text/') && !isJson(mediaType))
    return new Uint8Array(bytes);
  const text = textOf(bytes);
  if (text === undefined) throw new SyntaxError('bytes that are no UTF-8');
  if (isJson(mediaType)) return JSON.parse(text);
  if (mediaType !== form) return text;
  return formValue(text, operation.body?.form ?? { shape: { kind: 'object' }, encoding: {} });
}

/** The body, with its media type where the contract declares several. */
interface DecodedBody {
  readonly body?: unknown;
  readonly contentType?: string;
}

function decodeBody(operation: ServedOperation, event: ProxyEvent, found: RequestProblem[]): DecodedBody {
  const { body } = operation;
  if (body === null) return {};
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBodyBytes)
    throw new ProblemError(problem(413, `the body has ${bytes.length} bytes; ${maxBodyBytes} are taken`));
  if (bytes.length === 0) {
    if (body.required) found.push({ in: 'body', pointer: '', expected: 'a body', received: 'nothing' });
    return {};
  }
  const { declared, own } = mediaTypeOf(event, body.content);
  let value: unknown;
  try {
    value = parse(bytes, own, operation);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const expected = isJson(own) ? 'JSON' : 'text in UTF-8';
    found.push({ in: 'body', pointer: '', expected, received: error.message });
    return {};
  }
  const decoded = body.content[declared]?.decode(value);
  if (decoded?._tag === 'Left')
    found.push(...problems(decoded.left).map((each) => ({ ...each, in: 'body' as const })));
  return Object.keys(body.content).length > 1 ? { body: value, contentType: declared } : { body: value };
}

/** The decoded groups of a request. Errors: ProblemError 400 with every reason, 413, 415. */
export function decodeRequest(
  operation: ServedOperation,
  event: ProxyEvent,
  path: RawParameters['path'],
): Record<string, unknown> {
  const found: RequestProblem[] = [];
  const raw = rawParameters(event, path);
  const groups = new Map<string, Map<string, unknown>>();
  for (const parameter of operation.parameters) {
    const group = groups.get(parameter.group) ?? new Map<string, unknown>();
    groups.set(parameter.group, group);
    const value = decodeParameter(parameter, raw, found);
    if (value !== undefined) group.set(parameter.name, value);
  }
  const body = decodeBody(operation, event, found);
  if (found.length > 0)
    throw new ProblemError(
      problem(400, `${found.length} values do not follow the contract`, { errors: found }),
    );
  const request = Object.fromEntries(
    Array.from(groups, ([name, group]) => [name, Object.fromEntries(group)]),
  );
  return { ...request, ...body };
}
