import { isConverting } from '../codec/converting.js';
import { problems, type ValueProblem } from '../codec/problems.js';
import { type DecodedBody, decodeBody } from './decode-body.js';
import { cookiesOf, type ProxyEvent, queryOf, someHeaders } from './event.js';
import type { ServedOperation, ServedParameter } from './handler.js';
import { parameterValue, type RawParameters } from './parameters.js';
import { ProblemError, problem } from './problem.js';
import { remembered } from './remembered.js';

/** One reason why a request was refused: which part of it, where in that part, what was expected and received. */
export interface RequestProblem extends ValueProblem {
  readonly in: 'path' | 'query' | 'headers' | 'cookies' | 'body';
}

function pointerOf(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Where a text may stand for more than one thing: what the codec takes of the others. */
function otherValue(parameter: ServedParameter, raw: RawParameters): unknown {
  const { codec, shapes = [] } = parameter;
  for (const shape of shapes) {
    const value = parameterValue({ ...parameter, shape }, raw);
    const decoded = value === undefined ? undefined : codec?.decode(value);
    if (decoded?._tag === 'Right') return decoded.right;
  }
  return undefined;
}

function decodeParameter(parameter: ServedParameter, raw: RawParameters, found: RequestProblem[]): unknown {
  const { group, name, required, codec, shapes } = parameter;
  const value = parameterValue(parameter, raw);
  const decoded = value === undefined ? undefined : codec?.decode(value);
  if (decoded?._tag === 'Right') return decoded.right;
  const other = shapes === undefined ? undefined : otherValue(parameter, raw);
  if (other !== undefined) return other;
  if (value === undefined) {
    if ('default' in parameter) return defaultOf(parameter);
    if (required)
      found.push({ in: group, pointer: pointerOf(name), expected: 'a value', received: 'nothing' });
    return undefined;
  }
  if (decoded === undefined) return value;
  for (const { pointer, expected, received } of problems(decoded.left))
    found.push({ pointer: pointerOf(name) + pointer, expected, received, in: group });
  return undefined;
}

/** What stands in for a parameter, as code gets it; a default that breaks its own schema is given as it is. */
function defaultOf({ default: value, codec }: ServedParameter): unknown {
  if (!isConverting(codec)) return value;
  const decoded = codec.decode(value);
  return decoded._tag === 'Right' ? decoded.right : value;
}

/** The request as its handler gets it, without the call. */
export type DecodedRequest = Record<string, unknown> & DecodedBody;

const headerNames = remembered(({ parameters }: ServedOperation) =>
  parameters.filter((each) => each.in === 'header').map(({ name }) => name),
);

/** The parameters of a request, each location read when it is first asked for. */
class RawRequest implements RawParameters {
  readonly path: RawParameters['path'];
  readonly #operation: ServedOperation;
  readonly #event: ProxyEvent;
  #query: RawParameters['query'] | undefined;
  #headers: RawParameters['headers'] | undefined;
  #cookies: RawParameters['cookies'] | undefined;

  constructor(operation: ServedOperation, event: ProxyEvent, path: RawParameters['path']) {
    this.path = path;
    this.#operation = operation;
    this.#event = event;
  }

  get query(): RawParameters['query'] {
    this.#query ??= queryOf(this.#event);
    return this.#query;
  }

  get headers(): RawParameters['headers'] {
    this.#headers ??= someHeaders(this.#event, headerNames(this.#operation));
    return this.#headers;
  }

  get cookies(): RawParameters['cookies'] {
    this.#cookies ??= cookiesOf(this.#event);
    return this.#cookies;
  }
}

type Group = Record<string, unknown>;

function set(group: Group, name: string, value: unknown): void {
  if (name !== '__proto__') group[name] = value;
  else Object.defineProperty(group, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The groups of parameters that the operation has; what is missing in a request is missing in its group. */
function decodeParameters(
  { parameters }: ServedOperation,
  raw: RawParameters,
  into: { readonly request: DecodedRequest; readonly found: RequestProblem[] },
): void {
  const { request, found } = into;
  for (const parameter of parameters) {
    let group = request[parameter.group] as Group | undefined;
    if (group === undefined) {
      group = {};
      request[parameter.group] = group;
    }
    const value = decodeParameter(parameter, raw, found);
    if (value !== undefined) set(group, parameter.name, value);
  }
}

/** A request as far as it follows the contract, and all that does not. */
interface Decoded {
  readonly request: DecodedRequest;
  /** The body as it came, before it was decoded. */
  readonly wireBody: unknown;
  readonly found: readonly RequestProblem[];
}

/** The decoded groups of a request, with every reason to refuse it. Errors: ProblemError 413, 415. */
export function readRequest(
  operation: ServedOperation,
  event: ProxyEvent,
  path: RawParameters['path'],
): Decoded {
  const into = { request: {} as DecodedRequest, found: [] as RequestProblem[], wireBody: undefined };
  if (operation.parameters.length > 0)
    decodeParameters(operation, new RawRequest(operation, event, path), into);
  decodeBody(operation, event, into);
  return into;
}

/** The refusal of a request that does not follow the contract. */
export function badRequest(errors: readonly RequestProblem[]): ProblemError {
  return new ProblemError(problem(400, `${errors.length} values do not follow the contract`, { errors }));
}

/** The decoded groups of a request. Errors: ProblemError 400 with every reason, 413, 415. */
export function decodeRequest(
  operation: ServedOperation,
  event: ProxyEvent,
  path: RawParameters['path'],
): DecodedRequest {
  const { request, found } = readRequest(operation, event, path);
  if (found.length > 0) throw badRequest(found);
  return request;
}
