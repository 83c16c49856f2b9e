import { problems, type ValueProblem } from '../codec/problems.js';
import type { ProxyEvent } from './event.js';
import { headersOf, rawParameters } from './event.js';
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

function mediaTypeOf(event: ProxyEvent, content: object): string {
  const type = headersOf(event)['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? 'application/json';
  const wildcard = [type, `${type.split('/', 1)[0]}/*`, '*/*'].find((each) => Object.hasOwn(content, each));
  if (wildcard !== undefined) return wildcard;
  const taken = Object.keys(content).join(', ');
  throw new ProblemError(problem(415, `the body is ${type}; this operation takes ${taken}`), {
    accept: taken,
  });
}

function parse(text: Buffer, mediaType: string, found: RequestProblem[]): unknown {
  if (mediaType === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(text.toString('utf8')));
  if (mediaType.startsWith('text/')) return text.toString('utf8');
  if (!/[/+]json$/.test(mediaType)) return new Uint8Array(text);
  try {
    return JSON.parse(text.toString('utf8'));
  } catch (error) {
    found.push({ in: 'body', pointer: '', expected: 'JSON', received: (error as Error).message });
    return undefined;
  }
}

function decodeBody(operation: ServedOperation, event: ProxyEvent, found: RequestProblem[]): unknown {
  const { body } = operation;
  if (body === null) return undefined;
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBodyBytes)
    throw new ProblemError(problem(413, `the body has ${bytes.length} bytes; ${maxBodyBytes} are taken`));
  if (bytes.length === 0) {
    if (body.required) found.push({ in: 'body', pointer: '', expected: 'a body', received: 'nothing' });
    return undefined;
  }
  const mediaType = mediaTypeOf(event, body.content);
  const before = found.length;
  const value = parse(bytes, mediaType, found);
  const decoded = found.length > before ? undefined : body.content[mediaType]?.decode(value);
  if (decoded?._tag === 'Left')
    found.push(...problems(decoded.left).map((each) => ({ ...each, in: 'body' as const })));
  return value;
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
  return body === undefined ? request : { ...request, body };
}
