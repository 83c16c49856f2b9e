import { randomBytes, randomUUID } from 'node:crypto';
import type { CommitLog, Entry } from '@atoll/embedded-dynamodb';
import type {
  Functions,
  InvokeOptions,
  InvokeResult,
  Output,
  Queues,
  RestRequest,
  RestResponse,
} from '../parts.js';
import type { FunctionSpec, System } from '../system.js';
import type { Host } from './execution-environment.js';
import { FunctionCode } from './function-code.js';
import type { Outcome } from './function-error.js';
import { FunctionNames } from './function-names.js';
import { FunctionPool } from './function-pool.js';
import { InvocationRunner, lambdaRetryDelaysMs } from './invocation-runner.js';
import { queued } from './invocations.js';
import { MemoryWatch } from './memory-watch.js';
import {
  maximumAsyncRequestBytes,
  maximumRequestBytes,
  RestApi,
  type RestInvocation,
  requestTooLarge,
} from './rest-api.js';
import { Spares } from './spares.js';
import { Watchdog } from './watchdog.js';

export interface FunctionsOptions {
  readonly system: System;
  readonly log: CommitLog;
  readonly queues: Pick<Queues, 'enqueue'>;
  readonly output: Output;
  /** Where the AWS services answer; asked for when an environment starts. */
  readonly endpointUrl: () => string;
  /** Bundle again when a source is saved; without it, sources are bundled once. */
  readonly watch: boolean;
  /** Processes that are kept started for the next cold start; 2 unless told. */
  readonly spares?: number;
  /** Function name → port of the debugger. Such a function has one environment, no timeout and is not stopped between events. */
  readonly inspect?: Readonly<Record<string, number>>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** How long after each failure an asynchronous invocation is tried again; Lambda's 1 and 2 minutes unless told. */
  readonly asyncRetryDelaysMs?: readonly number[];
}

const reapIntervalMs = 60_000;

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
function newTraceId(now: number): string {
  const root = `1-${Math.floor(now / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  return `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}

class LocalFunctions implements Functions {
  readonly #options: FunctionsOptions;
  readonly #now: () => number;
  readonly #names: FunctionNames;
  readonly #host: Host;
  readonly #pools: ReadonlyMap<string, FunctionPool>;
  readonly #codes: readonly FunctionCode[];
  readonly #runner: InvocationRunner;
  readonly #rest: RestApi;
  #reaper: NodeJS.Timeout | undefined;

  constructor(options: FunctionsOptions) {
    const { system, inspect } = options;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#names = new FunctionNames(
      system.functions,
      `arn:aws:lambda:${system.region}:${system.accountId}:function:`,
    );
    this.#host = this.#createHost();
    const codes = system.functions.map((spec) => new FunctionCode(spec, options.output, options.watch));
    this.#codes = codes;
    this.#pools = new Map(
      system.functions.map((spec, i) => [
        spec.functionName,
        new FunctionPool(spec, this.#host, {
          code: codes[i] as FunctionCode,
          inspectPort: inspect?.[spec.functionName],
        }),
      ]),
    );
    this.#runner = this.#createRunner();
    this.#rest = this.#createRestApi();
  }

  start(): void {
    for (const code of this.#codes) code.start();
    this.#host.spares.fill();
    this.#runner.start();
    this.#reaper = setInterval(() => {
      for (const pool of this.#pools.values()) pool.reap();
    }, reapIntervalMs).unref();
  }

  async invoke(functionArn: string, payload: string, options: InvokeOptions): Promise<InvokeResult> {
    const spec = this.#names.find(functionArn);
    const bytes = Buffer.byteLength(payload);
    if (bytes > maximumRequestBytes) throw requestTooLarge(bytes, 'RequestResponse');
    const requestId = randomUUID();
    const outcome = await this.#run(spec, { payload, requestId, traceId: options.traceId });
    const { functionError, durationMs } = outcome;
    return {
      payload: outcome.payload,
      requestId,
      durationMs,
      ...(functionError !== undefined && { functionError }),
    };
  }

  enqueue(functionArn: string, payload: string, options: InvokeOptions): readonly Entry[] {
    const spec = this.#names.find(functionArn);
    const bytes = Buffer.byteLength(payload);
    if (bytes > maximumAsyncRequestBytes) throw requestTooLarge(bytes, 'Event');
    return [
      queued({
        requestId: randomUUID(),
        functionArn: spec.arn,
        payload,
        acceptedMs: this.#now(),
        ...options,
      }),
    ];
  }

  call(request: RestRequest): Promise<RestResponse> {
    return this.#rest.call(request);
  }

  async close(): Promise<void> {
    clearInterval(this.#reaper);
    this.#runner.close();
    this.#host.spares.close();
    await Promise.all(Array.from(this.#pools.values(), (pool) => pool.close()));
    this.#host.watchdog.close();
  }

  async #run(spec: FunctionSpec, invocation: RestInvocation): Promise<Outcome> {
    const traceId = invocation.traceId ?? newTraceId(this.#now());
    const pool = this.#pools.get(spec.functionName);
    if (pool === undefined) throw new Error(`no pool for ${spec.functionName}`);
    return pool.invoke({ ...invocation, traceId });
  }

  #createHost(): Host {
    const { system, endpointUrl, output, spares } = this.#options;
    const watchdog = new Watchdog();
    return {
      region: system.region,
      endpointUrl,
      log: (functionName, line) => output.log(functionName, line),
      watchdog,
      spares: new Spares(system.functions, spares ?? 2, watchdog),
      memoryWatch: new MemoryWatch(),
      now: this.#now,
    };
  }

  #createRunner(): InvocationRunner {
    const { system, log, queues, output, asyncRetryDelaysMs } = this.#options;
    return new InvocationRunner({
      log,
      queues,
      now: this.#now,
      retryDelaysMs: asyncRetryDelaysMs ?? lambdaRetryDelaysMs,
      settingsOf: (functionArn) => {
        const spec = system.functions.find(({ arn }) => arn === functionArn);
        const { deadLetterArn } = spec ?? {};
        return { ...spec?.eventInvoke, ...(deadLetterArn !== undefined && { deadLetterArn }) };
      },
      sendTo: (arn, record) =>
        arn.split(':')[2] === 'lambda'
          ? this.enqueue(arn, record, {})
          : queues.enqueue(arn, { body: record }),
      invoke: async (invocation) => this.#run(this.#names.find(invocation.functionArn), invocation),
      onWaiting: ({ functionArn, requestId }) =>
        output.error(
          `the asynchronous invocation ${requestId} waits for ${functionArn}, which the templates do not have`,
        ),
      onLost: ({ functionArn, requestId }, why) =>
        output.error(
          `${functionArn} has failed for good on the asynchronous invocation ${requestId}, and has neither dead-letter queue nor destination for it`,
          why,
        ),
    });
  }

  #createRestApi(): RestApi {
    const { log, system } = this.#options;
    return new RestApi({
      functions: system.functions,
      names: this.#names,
      invoke: (spec, invocation) => this.#run(spec, invocation),
      queue: async (spec, { payload, requestId, traceId, clientContext }) => {
        const optional = {
          ...(traceId !== undefined && { traceId }),
          ...(clientContext !== undefined && { clientContext }),
        };
        log.commit([
          queued({ requestId, functionArn: spec.arn, payload, acceptedMs: this.#now(), ...optional }),
        ]);
        await log.durable();
      },
    });
  }
}

/**
 * Plays Lambda for the functions of a system: one process for each execution environment. Joins the commit log, so
 * it is made before the log is opened; `start` follows after.
 */
export function createFunctions(options: FunctionsOptions): Functions {
  return new LocalFunctions(options);
}
