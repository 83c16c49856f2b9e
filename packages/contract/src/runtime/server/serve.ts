import { answered, completed, refusalOf, refused, sent } from './complete-answer.js';
import { type Authentication, callerOf } from './credentials.js';
import { type Answer, encodeAnswer, UndeclaredAnswer } from './encode-answer.js';
import { headerOf, type LambdaContext, type ProxyEvent, type ProxyResult } from './event.js';
import { type Found, findOperation } from './find-operation.js';
import type { Caller, Handlers, OperationShape, ServedContract, ServedOperation } from './handler.js';
import type { IdempotencyStore } from './idempotency.js';
import { once, scopeOf } from './idempotent.js';
import type { Log } from './log.js';
import { ProblemError } from './problem.js';
import { type HandlerInput, inputOf, type Request, requestOf } from './request.js';
import { areLogged, requestLine } from './request-line.js';

export interface ServeOptions {
  readonly log: Log;
  /** Needed where an operation has security. */
  readonly authenticate?: Authentication;
  /** Keeps the promise of operations that declare an `Idempotency-Key`; without it their handlers have to. */
  readonly idempotency?: IdempotencyStore;
  /** Kept back of Lambda's remaining time to answer in; 200 ms unless told. */
  readonly marginMs?: number;
  /** An answer that the contract does not declare is thrown, as tests want it, and not answered by 500. */
  readonly strict?: boolean;
}

interface Made<Context> {
  readonly context: Context;
  readonly options: ServeOptions;
}

type ServedHandler<Context> = (request: never, context: Context) => Promise<Answer>;

/** The key as it came, where the contract declares it: code may get the header as another type. */
function idempotencyKeyOf({ parameters }: ServedOperation, event: ProxyEvent): string | undefined {
  const isDeclared = parameters.some((each) => each.in === 'header' && each.name === 'idempotency-key');
  return isDeclared ? headerOf(event, 'idempotency-key') : undefined;
}

/** What a request with an idempotency key asks for. */
interface Keyed<Context> {
  readonly store: IdempotencyStore;
  readonly key: string;
  readonly operation: ServedOperation;
  readonly handler: ServedHandler<Context>;
  readonly input: HandlerInput;
}

/** What answers requests once there is a context; a promise more for each would cost as much as its trace. */
class Service<Context> {
  readonly #contract: ServedContract<unknown>;
  readonly #handlers: Readonly<Record<string, ServedHandler<Context>>>;
  readonly #made: Made<Context>;
  readonly #logRequest: ReturnType<typeof requestLine>;
  readonly #isLogged: boolean;

  constructor(
    contract: ServedContract<unknown>,
    handlers: Readonly<Record<string, ServedHandler<Context>>>,
    made: Made<Context>,
  ) {
    this.#contract = contract;
    this.#handlers = handlers;
    this.#made = made;
    this.#logRequest = requestLine(contract);
    this.#isLogged = areLogged(made.options.log);
  }

  /** `startedMs` is by the monotonic clock, which is not read for a log that is off. */
  answer(
    event: ProxyEvent,
    lambda: LambdaContext,
    startedMs = this.#isLogged ? performance.now() : 0,
  ): Promise<ProxyResult> {
    const request = requestOf(event, lambda, this.#made.options.marginMs ?? 200);
    request.startedMs = startedMs;
    let found: Found;
    try {
      found = findOperation(this.#contract, event);
    } catch (thrown) {
      return Promise.resolve(this.#fail(request, thrown));
    }
    request.found = found;
    return found.operation.security.length === 0
      ? this.#handle(request, found, undefined)
      : this.#handleSecured(request, found);
  }

  /** Security before decoding: who may not call learns nothing of what is expected. */
  async #handleSecured(request: Request, found: Found): Promise<ProxyResult> {
    const { operation } = found;
    const { schemes = {} } = this.#contract;
    const { authenticate: authentication } = this.#made.options;
    let caller: Caller | undefined;
    try {
      caller = await callerOf({ operation, event: request.event, schemes, authentication });
    } catch (thrown) {
      return this.#fail(request, thrown);
    }
    return this.#handle(request, found, caller);
  }

  #handle(request: Request, found: Found, caller: Caller | undefined): Promise<ProxyResult> {
    let answer: Promise<Answer>;
    const { operation } = found;
    try {
      const handler = this.#handlers[operation.operationId];
      if (handler === undefined) throw new Error(`${operation.operationId} has no handler`);
      const input = inputOf(request, found, caller);
      if (input instanceof ProblemError) return Promise.resolve(this.#fail(request, input));
      const { context, options } = this.#made;
      const { idempotency: store } = options;
      const key = store === undefined ? undefined : idempotencyKeyOf(operation, request.event);
      if (store !== undefined && key !== undefined)
        return this.#handleOnce(request, { store, key, operation, handler, input });
      answer = Promise.resolve(handler(input as never, context));
    } catch (thrown) {
      return Promise.resolve(this.#fail(request, thrown));
    }
    return answer.then(
      (given) => this.#succeed(request, operation, given),
      (thrown: unknown) => this.#fail(request, thrown),
    );
  }

  async #handleOnce(request: Request, keyed: Keyed<Context>): Promise<ProxyResult> {
    const { event, lambda, accept, wireBody } = request;
    const { store, key, operation, handler, input } = keyed;
    const { context, options } = this.#made;
    const work = async () => encodeAnswer(operation, await handler(input as never, context), accept);
    let result: ProxyResult;
    try {
      const lambdaDeadline = Date.now() + lambda.getRemainingTimeInMillis();
      const scope = scopeOf({ ...input.call, lambdaDeadline }, event, { key, body: wireBody });
      result = completed(request, await once(store, scope, { work, log: options.log }));
    } catch (thrown) {
      return this.#fail(request, thrown);
    }
    return this.#end(request, result);
  }

  #succeed(request: Request, operation: ServedOperation, answer: Answer): ProxyResult {
    let result: ProxyResult;
    try {
      result = answered(request, operation, answer);
    } catch (thrown) {
      return this.#fail(request, thrown);
    }
    return this.#end(request, result);
  }

  #fail(request: Request, thrown: unknown): ProxyResult {
    if (this.#made.options.strict === true && thrown instanceof UndeclaredAnswer) throw thrown;
    const refusal = refusalOf(request, thrown);
    return this.#end(request, refused(request, refusal), refusal);
  }

  #end(request: Request, result: ProxyResult, refusal?: ProblemError): ProxyResult {
    if (this.#isLogged) {
      const durationMs = performance.now() - request.startedMs;
      const { problem, cause: error } = refusal ?? {};
      this.#logRequest(this.#made.options.log, request, { result, problem, error, durationMs });
    }
    return sent(request.event, result);
  }
}

/**
 * The Lambda handler of a service behind API Gateway: route, security, decoding, handler, checked answer. Every
 * refusal is a problem (RFC 9457); what a handler throws is logged and answered 500 without a word of it. `context` is
 * asked by each request until it has made one, which is kept.
 */
export function serve<Contract extends { readonly [K in keyof Contract]: OperationShape }, Context>(
  contract: ServedContract<Contract>,
  handlers: Handlers<Contract, Context>,
  context: () => Promise<{ readonly context: Context; readonly options: ServeOptions }>,
): (event: ProxyEvent, lambda: LambdaContext) => Promise<ProxyResult> {
  const byId: Readonly<Record<string, ServedHandler<Context>>> = handlers;
  let service: Service<Context> | undefined;

  async function first(event: ProxyEvent, lambda: LambdaContext): Promise<ProxyResult> {
    const startedMs = performance.now();
    const made = await context();
    service ??= new Service(contract, byId, made);
    return service.answer(event, lambda, startedMs);
  }

  return (event, lambda) => {
    try {
      return service === undefined ? first(event, lambda) : service.answer(event, lambda);
    } catch (error) {
      // What is no event of API Gateway: whoever awaits the answer gets to know.
      return Promise.reject(error);
    }
  };
}
