import type { ChildProcess } from 'node:child_process';
import type { FunctionSpec } from '../system.js';
import { environmentVariables } from './environment-variables.js';
import {
  type Exit,
  exited,
  type FunctionFailure,
  type Outcome,
  responseTooLarge,
  timedOut,
} from './function-error.js';
import { FunctionLog } from './function-log.js';
import type { MemoryWatch, Watched } from './memory-watch.js';
import { RuntimeApi, type RuntimeEvent } from './runtime-api.js';
import { assign, commandFor, signalGroup, spawnRuntime } from './runtime-process.js';
import type { Spares } from './spares.js';
import type { Watchdog } from './watchdog.js';

/** What all environments share. */
export interface Host {
  readonly region: string;
  readonly endpointUrl: () => string;
  readonly log: (functionName: string, line: string) => void;
  readonly watchdog: Watchdog;
  readonly spares: Spares;
  readonly memoryWatch: MemoryWatch;
  readonly now: () => number;
}

/** An event for a function; the environment adds the deadline. */
export interface Invocation extends Omit<RuntimeEvent, 'deadlineMs' | 'functionArn'> {
  /** The answer waits for all that the function has printed. */
  readonly wantsLogTail?: boolean;
}

export interface EnvironmentListener {
  /** It is initialized (`first`), or done with its event. */
  ready(environment: ExecutionEnvironment, first: boolean): void;
  /** Its process is gone. `failure`: why it could not be initialized, as an error object for the request that waits. */
  ended(environment: ExecutionEnvironment, failure?: (requestId: string) => string): void;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const initTimeoutMs = 10_000;

/** An environment that is used again within this time is not stopped and continued in between. */
const freezeAfterMs = 100;

interface Running {
  readonly invocation: Invocation;
  readonly startedMs: number;
  readonly resolve: (outcome: Outcome) => void;
}

/** After the event loop has read what a process has written until now to its pipes and its Runtime API. */
function soon(run: () => void): void {
  setImmediate(() => setImmediate(run));
}

interface EnvironmentOptions {
  readonly listener: EnvironmentListener;
  readonly inspectPort?: number | undefined;
}

/** One process that works on the events of one function, one at a time, and is stopped in between, as on AWS. */
export class ExecutionEnvironment implements Watched {
  readonly #spec: FunctionSpec;
  readonly #host: Host;
  readonly #listener: EnvironmentListener;
  readonly #inspectPort: number | undefined;
  readonly #api: RuntimeApi;
  readonly #log: FunctionLog;
  #child: ChildProcess | undefined;
  #state: 'starting' | 'idle' | 'busy' | 'ended' = 'starting';
  #running: Running | undefined;
  /** Why it could not be initialized, as an error object for the request that waits. */
  #initFailure: ((requestId: string) => string) | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #freezing: NodeJS.Timeout | undefined;
  #frozen = false;
  #resolveEnded: () => void = () => undefined;
  readonly #ended = new Promise<void>((resolve) => {
    this.#resolveEnded = resolve;
  });
  /** When it became idle. */
  idleSinceMs = 0;

  constructor(spec: FunctionSpec, host: Host, { listener, inspectPort }: EnvironmentOptions) {
    this.#spec = spec;
    this.#host = host;
    this.#listener = listener;
    this.#inspectPort = inspectPort;
    this.#log = new FunctionLog((line) => host.log(spec.functionName, line));
    this.#api = new RuntimeApi({
      next: () => this.#next(),
      response: (text, tooLarge) => (tooLarge ? this.#fail(responseTooLarge) : this.#finish(text)),
      error: (text) => this.#finish(text, 'Unhandled'),
      initError: (text) => {
        this.#initFailure = () => text;
      },
    });
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get memoryMb(): number {
    return this.#spec.memoryMb;
  }

  get isRunning(): boolean {
    return !this.#frozen;
  }

  /** Its event is answered, but it has not asked for the next one. */
  get isReturning(): boolean {
    return this.#state === 'busy' && this.#running === undefined;
  }

  /** Resolves when the process runs; whether it could be initialized is told to the listener. */
  async start(): Promise<void> {
    try {
      await this.#spawn();
    } catch (error) {
      this.#failToStart('Runtime.Unknown', String(error));
    }
  }

  async #spawn(): Promise<void> {
    const runtimeApi = await this.#api.listen();
    if (this.#state === 'ended') return this.#api.close();
    const { region, endpointUrl, now } = this.#host;
    const around = { region, endpointUrl: endpointUrl(), runtimeApi, now: now() };
    this.#adopt(this.#obtain(environmentVariables(this.#spec, around)));
    this.#limit(initTimeoutMs + this.#spec.timeoutS * 1000);
  }

  /** Runs one event; the environment must be ready. Never rejects. */
  invoke(invocation: Invocation): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#thaw();
      this.#state = 'busy';
      this.#log.takeTail();
      this.#running = { invocation, startedMs: performance.now(), resolve };
      const timeoutMs = this.#spec.timeoutS * 1000;
      this.#limit(timeoutMs);
      this.#api.deliver({
        ...invocation,
        deadlineMs: Date.now() + timeoutMs,
        functionArn: this.#spec.arn,
      });
    });
  }

  exceededMemory(): void {
    this.kill();
  }

  /** Ends the process at once; an event that runs fails. */
  kill(): void {
    if (this.#child === undefined) this.#end({ code: null, signal: 'SIGKILL' });
    else signalGroup(this.#child, 'SIGKILL');
  }

  /** Ends the process and resolves when it is gone. */
  stop(): Promise<void> {
    this.kill();
    return this.#ended;
  }

  #obtain(variables: Record<string, string>): ChildProcess {
    const parked = this.#inspectPort === undefined ? this.#host.spares.take(this.#spec) : undefined;
    if (parked !== undefined) {
      assign(parked, this.#spec.codeDir, variables);
      return parked;
    }
    const command = commandFor(this.#spec, this.#inspectPort);
    if (command === undefined) throw new Error(`nothing here runs ${this.#spec.runtime}`);
    return spawnRuntime(command, this.#spec.codeDir, variables);
  }

  #adopt(child: ChildProcess): void {
    this.#child = child;
    child.once('exit', (code, signal) => soon(() => this.#end({ code, signal })));
    child.once('error', ({ message }) => this.#failToStart('Runtime.InvalidEntrypoint', message));
    child.stdin?.on('error', () => undefined);
    if (child.stdout !== null) this.#log.read(child.stdout);
    if (child.stderr !== null) this.#log.read(child.stderr);
    if (child.pid !== undefined) this.#host.watchdog.guard(child.pid);
    this.#host.memoryWatch.add(this);
  }

  #failToStart(errorType: string, errorMessage: string): void {
    this.#initFailure = () => JSON.stringify({ errorType, errorMessage });
    this.#end({ code: 1, signal: null });
  }

  /** A debugged function may stand still for as long as somebody reads. */
  #limit(ms: number): void {
    clearTimeout(this.#deadline);
    if (this.#inspectPort === undefined) this.#deadline = setTimeout(() => this.#timeOut(), ms);
  }

  #timeOut(): void {
    const nowMs = this.#host.now();
    const failure = (requestId: string) => timedOut(requestId, this.#spec.timeoutS, nowMs);
    if (this.#running !== undefined) this.#fail(failure(this.#running.invocation.requestId));
    else this.#initFailure ??= (requestId) => JSON.stringify(failure(requestId));
    this.kill();
  }

  #next(): void {
    clearTimeout(this.#deadline);
    const first = this.#state === 'starting';
    this.#state = 'idle';
    this.idleSinceMs = performance.now();
    if (this.#inspectPort === undefined) {
      this.#freezing = setTimeout(() => this.#freeze(), freezeAfterMs).unref();
    }
    this.#listener.ready(this, first);
  }

  /** Nothing runs between two events, as on AWS. A watchdog kills what is stopped when this process is gone. */
  #freeze(): void {
    if (this.#child === undefined || process.platform === 'win32') return;
    this.#frozen = true;
    signalGroup(this.#child, 'SIGSTOP');
  }

  #thaw(): void {
    clearTimeout(this.#freezing);
    if (!this.#frozen || this.#child === undefined) return;
    this.#frozen = false;
    signalGroup(this.#child, 'SIGCONT');
  }

  #fail(failure: FunctionFailure): void {
    this.#finish(JSON.stringify(failure), 'Unhandled');
  }

  #finish(payload: string, functionError?: 'Unhandled'): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    const durationMs = performance.now() - running.startedMs;
    const settle = () =>
      running.resolve({
        payload,
        durationMs,
        logTail: this.#log.takeTail(),
        ...(functionError !== undefined && { functionError }),
      });
    if (running.invocation.wantsLogTail === true) soon(settle);
    else settle();
  }

  #end(exit: Exit): void {
    if (this.#state === 'ended') return;
    const wasStarting = this.#state === 'starting';
    this.#state = 'ended';
    clearTimeout(this.#deadline);
    clearTimeout(this.#freezing);
    this.#api.close();
    this.#host.memoryWatch.remove(this);
    if (this.pid !== undefined) this.#host.watchdog.release(this.pid);
    const running = this.#running?.invocation.requestId;
    if (running !== undefined) this.#fail(exited(running, exit));
    const failure = this.#initFailure ?? ((requestId: string) => JSON.stringify(exited(requestId, exit)));
    this.#listener.ended(this, wasStarting ? failure : undefined);
    this.#resolveEnded();
  }
}
