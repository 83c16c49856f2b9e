import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CommitLog, type Entry, memoryLog } from '@atoll/embedded-dynamodb';
import type { Functions, InvokeResult, Output, QueueMessage } from '../parts.js';
import type { FunctionSpec, System } from '../system.js';
import { createFunctions, type FunctionsOptions } from './create-functions.js';

export const arnOf = (name: string): string => `arn:aws:lambda:eu-central-1:000000000000:function:${name}`;
export const deadLetterArn = 'arn:aws:sqs:eu-central-1:000000000000:dead';

/** Functions in a temporary folder, for tests: what they print, the errors told, and the dead letters. */
export class Fixture {
  readonly directory = mkdtempSync(join(tmpdir(), 'local functions '));
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  readonly deadLetters: QueueMessage[] = [];
  readonly #specs: FunctionSpec[] = [];
  readonly #closing: (() => Promise<void>)[] = [];

  write(name: string, text: string): string {
    const file = join(this.directory, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** Adds a function whose code is `files`, by default `index.mjs`. */
  add(
    name: string,
    files: string | Readonly<Record<string, string>>,
    change: Partial<FunctionSpec> = {},
  ): void {
    const code = typeof files === 'string' ? { 'index.mjs': files } : files;
    for (const [file, text] of Object.entries(code)) this.write(`${name}/${file}`, text);
    this.#specs.push({
      place: { file: 'template.yaml', line: 3, column: 5 },
      logicalId: `${name[0]?.toUpperCase()}${name.slice(1)}Function`,
      stack: '',
      functionName: name,
      arn: arnOf(name),
      runtime: 'nodejs20.x',
      handler: 'index.handler',
      codeDir: join(this.directory, name),
      memoryMb: 256,
      timeoutS: 30,
      environment: {},
      roleArn: 'arn:aws:iam::000000000000:role/role',
      policies: [],
      ...change,
    });
  }

  get system(): System {
    return {
      region: 'eu-central-1',
      accountId: '000000000000',
      functions: this.#specs,
      apis: [],
      httpApis: [],
      tables: [],
      queues: [],
      buses: [],
      rules: [],
      eventSourceMappings: [],
      apiKeys: [],
      usagePlans: [],
      usagePlanKeys: [],
      parameters: [],
      permissions: [],
      topics: [],
      subscriptions: [],
      outputs: {},
    };
  }

  /** Functions that are started, on a log of their own unless one is given that is not open yet. */
  async start(options: Partial<FunctionsOptions> = {}): Promise<Functions> {
    const log = options.log ?? this.joined(memoryLog());
    const functions = createFunctions({
      system: this.system,
      log,
      queues: { enqueue: (_arn, message): readonly Entry[] => [{ part: 'queues', data: message }] },
      output: this.output,
      endpointUrl: () => 'http://127.0.0.1:9',
      watch: false,
      spares: 0,
      ...options,
    });
    await log.open();
    functions.start();
    this.#closing.push(() => functions.close());
    return functions;
  }

  /** The log with a queue joined that collects what is sent to it. */
  joined(log: CommitLog): CommitLog {
    log.join('queues', {
      apply: (data) => void this.deadLetters.push(data as QueueMessage),
      snapshot: () => [],
    });
    return log;
  }

  readonly output: Output = {
    request: () => undefined,
    event: () => undefined,
    log: (name, text) => void this.lines.push(`${name}: ${text}`),
    error: (what, detail) => void this.errors.push(detail === undefined ? what : `${what}\n${detail}`),
  };

  async remove(): Promise<void> {
    await Promise.all(this.#closing.map((close) => close()));
    rmSync(this.directory, { recursive: true });
  }
}

/** Invokes by name with a JSON payload; the payload of the result is decoded. */
export async function call(functions: Functions, name: string, event: unknown = {}) {
  const result: InvokeResult = await functions.invoke(arnOf(name), JSON.stringify(event), {});
  return { ...result, payload: JSON.parse(result.payload) as unknown };
}

/** Resolves once `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
