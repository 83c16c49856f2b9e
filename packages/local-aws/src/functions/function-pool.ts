import { availableParallelism } from 'node:os';
import { AwsError } from '../parts.js';
import type { FunctionSpec } from '../system.js';
import { ExecutionEnvironment, type Host, type Invocation } from './execution-environment.js';
import type { FunctionCode } from './function-code.js';
import type { Outcome } from './function-error.js';

/** Of an account, unless it has asked for more: https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
const accountConcurrency = 1000;

/** So many processes of one function at most; on AWS there would be more, here they would only be in each other's way. */
const maximumProcesses = 10 * availableParallelism();

/** More starts at once than this make each of them slower than waiting for one that is free again. */
const maximumStarts = 2 * availableParallelism();

/** A runtime asks for its next event at once; one that works on for longer is not waited for. */
const returnMs = 20;

/** Lambda keeps idle environments for some minutes. */
const idleMs = 5 * 60_000;

interface Waiting {
  readonly invocation: Invocation;
  readonly resolve: (outcome: Outcome | Promise<Outcome>) => void;
  readonly reject: (error: Error) => void;
}

export class StoppedError extends AwsError {
  constructor() {
    super('ServiceException', 'local-aws is stopping', { statusCode: 500 });
  }
}

interface PoolOptions {
  readonly code: FunctionCode;
  readonly inspectPort?: number | undefined;
}

/** The execution environments of one function. */
export class FunctionPool {
  readonly spec: FunctionSpec;
  readonly #host: Host;
  readonly #code: FunctionCode;
  readonly #inspectPort: number | undefined;
  readonly #limit: number;
  /** The one that was used last is used first, so that the others can go. */
  readonly #idle: ExecutionEnvironment[] = [];
  /** All that live, with the version of the code that they were started with. */
  readonly #environments = new Map<ExecutionEnvironment, number>();
  /** Those that are about to be free, and until when that is believed. */
  readonly #returning = new Map<ExecutionEnvironment, NodeJS.Timeout>();
  readonly #waiting: Waiting[] = [];
  #starting = 0;
  #inFlight = 0;
  #closed = false;

  constructor(spec: FunctionSpec, host: Host, { code, inspectPort }: PoolOptions) {
    this.spec = spec;
    this.#host = host;
    this.#code = code;
    this.#inspectPort = inspectPort;
    this.#limit = spec.reservedConcurrency ?? accountConcurrency;
    code.onNewVersion(() => this.#dropIdle());
  }

  /**
   * Runs one event in an environment that is free, or waits for one. Errors: AwsError TooManyRequestsException;
   * StoppedError.
   */
  async invoke(invocation: Invocation): Promise<Outcome> {
    if (this.#closed) throw new StoppedError();
    if (this.#inFlight >= this.#limit) throw this.#throttled();
    this.#inFlight += 1;
    try {
      const failure = await this.#code.failure();
      if (failure !== undefined) return failedBuild(failure);
      return await this.#run(invocation);
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** Ends environments that have been idle for long. */
  reap(): void {
    const before = performance.now() - idleMs;
    while ((this.#idle[0]?.idleSinceMs ?? before) < before) this.#idle.shift()?.kill();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new StoppedError());
    const environments = Array.from(this.#environments.keys());
    await Promise.all(environments.map((environment) => environment.stop()));
    await this.#code.close();
  }

  #throttled(): AwsError {
    const Reason =
      this.spec.reservedConcurrency === undefined
        ? 'ConcurrentInvocationLimitExceeded'
        : 'ReservedFunctionConcurrentInvocationLimitExceeded';
    return new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
      statusCode: 429,
      details: { Reason },
    });
  }

  #run(invocation: Invocation): Promise<Outcome> {
    if (this.#closed) return Promise.reject(new StoppedError());
    const environment = this.#idle.pop();
    if (environment !== undefined) return this.#runIn(environment, invocation);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ invocation, resolve, reject });
      this.#startMissing();
    });
  }

  #runIn(environment: ExecutionEnvironment, invocation: Invocation): Promise<Outcome> {
    const outcome = environment.invoke(invocation);
    void outcome.then(() => {
      if (!environment.isReturning) return;
      const timer = setTimeout(() => {
        this.#returning.delete(environment);
        this.#startMissing();
      }, returnMs);
      this.#returning.set(environment, timer);
    });
    return outcome;
  }

  #returned(environment: ExecutionEnvironment): void {
    clearTimeout(this.#returning.get(environment));
    this.#returning.delete(environment);
  }

  #startMissing(): void {
    const most = this.#inspectPort === undefined ? maximumProcesses : 1;
    while (
      this.#starting < Math.min(this.#waiting.length - this.#returning.size, maximumStarts) &&
      this.#environments.size < most &&
      !this.#closed
    ) {
      this.#start();
    }
  }

  #start(): void {
    const listener = {
      ready: (which: ExecutionEnvironment, first: boolean) => this.#ready(which, first),
      ended: (which: ExecutionEnvironment, failure?: (requestId: string) => string) =>
        this.#ended(which, failure),
    };
    const environment = new ExecutionEnvironment(this.spec, this.#host, {
      listener,
      inspectPort: this.#inspectPort,
    });
    this.#environments.set(environment, this.#code.version);
    this.#starting += 1;
    void environment.start();
  }

  #ready(environment: ExecutionEnvironment, first: boolean): void {
    if (first) this.#starting -= 1;
    this.#returned(environment);
    if (this.#closed || this.#environments.get(environment) !== this.#code.version) {
      environment.kill();
      return;
    }
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(environment);
    else next.resolve(this.#runIn(environment, next.invocation));
    this.#startMissing();
  }

  #ended(environment: ExecutionEnvironment, failure?: (requestId: string) => string): void {
    const isCurrent = this.#environments.get(environment) === this.#code.version;
    this.#environments.delete(environment);
    this.#returned(environment);
    const place = this.#idle.indexOf(environment);
    if (place >= 0) this.#idle.splice(place, 1);
    if (failure !== undefined) {
      this.#starting -= 1;
      const first = isCurrent ? this.#waiting.shift() : undefined;
      first?.resolve({
        payload: failure(first.invocation.requestId),
        functionError: 'Unhandled',
        durationMs: 0,
        logTail: '',
      });
    }
    this.#startMissing();
  }

  #dropIdle(): void {
    for (const environment of this.#idle.splice(0)) environment.kill();
  }
}

function failedBuild(message: string): Outcome {
  const payload = JSON.stringify({ errorType: 'BundleError', errorMessage: message });
  return { payload, functionError: 'Unhandled', durationMs: 0, logTail: '' };
}
