import { problems, type ValueProblem } from '../codec/problems.js';
import { decodeBody } from './decode-body.js';
import { type ProxyEvent, rawParameters } from './event.js';
import type { ServedOperation, ServedParameter } from './handler.js';
import { parameterValue, type RawParameters } from './parameters.js';
import { ProblemError, problem } from './problem.js';

/** One reason why a request was refused: which part of it, where in that part, what was expected and received. */
export interface RequestProblem extends ValueProblem {
  readonly in: 'path' | 'query' | 'headers' | 'cookies' | 'body';
}

function decodeParameter(parameter: ServedParameter, raw: RawParameters, found: RequestProblem[]): unknown {
  const { group, name, required, codec } = parameter;
  const value = parameterValue(parameter, raw);
  const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (value === undefined) {
    if ('default' in parameter) return parameter.default;
    if (required) found.push({ in: group, pointer, expected: 'a value', received: 'nothing' });
    return undefined;
  }
  const decoded = codec?.decode(value);
  if (decoded?._tag !== 'Left') return value;
  for (const each of problems(decoded.left))
    found.push({ ...each, in: group, pointer: pointer + each.pointer });
  return undefined;
}

/** The decoded groups of a request. Errors: ProblemError 400 with every reason, 413, 415. */
export function decodeRequest(
  operation: ServedOperation,
  event: ProxyEvent,
  path: RawParameters['path'],
): Record<string, unknown> {
  const found: RequestProblem[] = [];
  const request: Record<string, unknown> = {};
  const { parameters } = operation;
  if (parameters.length > 0) {
    const groups = new Map<string, Map<string, unknown>>();
    const raw = rawParameters(event, path);
    for (const parameter of parameters) {
      let group = groups.get(parameter.group);
      if (group === undefined) {
        group = new Map();
        groups.set(parameter.group, group);
      }
      const value = decodeParameter(parameter, raw, found);
      if (value !== undefined) group.set(parameter.name, value);
    }
    for (const [name, group] of groups) request[name] = Object.fromEntries(group);
  }
  const body = decodeBody(operation, event, found);
  if (found.length > 0)
    throw new ProblemError(
      problem(400, `${found.length} values do not follow the contract`, { errors: found }),
    );
  return Object.assign(request, body);
}
