import { randomUUID } from 'node:crypto';
import { Document } from '../check/document.js';
import type { Contract } from '../model.js';
import type { ProxyEvent, ProxyResult } from '../runtime/server/event.js';
import { TookTooLong, withinTime } from '../within-time.js';
import { chooseResponse } from './choose-response.js';
import { refusalOf } from './credentials.js';
import { loadService } from './load-service.js';
import { AnswerMaker } from './make-answer.js';
import { applied, preferencesOf } from './prefer.js';

export interface MockOptions {
  /** To which the places of the contract name files relative. */
  readonly directory: string;
  /** The same seed makes the same values. */
  readonly seed: string;
  /** How long one answer may take, in milliseconds; 5000 by default. Patterns that explode take for ever. */
  readonly timeLimit?: number;
}

/** Answers a request as a service of the contract would, with values of the contract's own making. */
export type Mock = (event: ProxyEvent) => ProxyResult;

const tooSlow =
  'a pattern of the contract explodes on a value (`contract check` tells of it as explosive-pattern)';

function queryOf(event: ProxyEvent): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(event.multiValueQueryStringParameters ?? {}))
    for (const value of values ?? []) query.append(name, value);
  return query;
}

/** A mock of a contract: routes, credentials, media types and values are checked as the generated service does. */
export async function createMock(contract: Contract, options: MockOptions): Promise<Mock> {
  const { directory, seed, timeLimit = 5000 } = options;
  const service = await loadService(contract);
  const { ProblemError, problem } = service;
  const answers = new AnswerMaker(service, new Document(directory), seed);
  const operations = new Map(contract.operations.map((each) => [each.operationId, each]));

  function answer(event: ProxyEvent): ProxyResult {
    const found = service.findOperation(service.contract, event);
    const operation = operations.get(found.operation.operationId);
    if (operation === undefined) throw new Error(`${found.operation.operationId} is not of this contract`);
    const header = (lowerName: string) => service.headerOf(event, lowerName);
    const refusal = refusalOf(contract, operation, { header, query: queryOf(event) });
    if (refusal !== undefined)
      throw new ProblemError(problem(401, refusal.detail), { 'www-authenticate': refusal.challenge });
    const preferences = preferencesOf(header('prefer'));
    const accept = header('accept');
    if (preferences.code === undefined) service.negotiate(found.operation, accept);
    service.decodeRequest(found.operation, event, found.path);
    const chosen = chooseResponse(operation, preferences.code);
    if (chosen === undefined) {
      const declared = operation.responses.map(({ status }) => status).join(', ') || 'none';
      const wanted = preferences.code === undefined ? 'no response' : `no response ${preferences.code}`;
      throw new ProblemError(
        problem(400, `${operation.operationId} declares ${wanted}; it declares ${declared}`),
      );
    }
    const result = answers.make({ operation: found.operation, chosen, accept, preferences });
    const said = applied(preferences);
    return said === '' ? result : { ...result, headers: { ...result.headers, 'preference-applied': said } };
  }

  function answerOrProblem(event: ProxyEvent, requestId: string): ProxyResult {
    try {
      return withinTime(timeLimit, () => answer(event));
    } catch (error) {
      if (error instanceof TookTooLong)
        return service.encodeProblem(problem(500, `${tooSlow}: ${error.message}`), {}, event.path);
      if (error instanceof ProblemError)
        return service.encodeProblem(error.problem, error.headers, event.path);
      console.error(error);
      return service.encodeProblem(problem(500, 'the mock failed', { requestId }), {}, event.path);
    }
  }

  return (event) => {
    const requestId = event.requestContext.requestId ?? randomUUID();
    const result = answerOrProblem(event, requestId);
    return { ...result, headers: { 'x-request-id': requestId, ...result.headers } };
  };
}
