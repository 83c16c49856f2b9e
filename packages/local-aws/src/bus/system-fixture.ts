/** Small systems and recording stand-ins for the parts that a bus or a mapping talks to; for tests. */
import type { Entry, Participant } from '@atoll/embedded-dynamodb';
import { AwsError, type Functions, type InvokeOptions, type InvokeResult, type Output } from '../parts.js';
import type {
  EventSourceMappingSpec,
  FunctionSpec,
  QueueSpec,
  RuleSpec,
  System,
  TargetSpec,
} from '../system.js';

const region = 'eu-central-1';
const accountId = '123456789012';
const place = { file: 'template.yaml', line: 7, column: 3 };
const resource = { place, logicalId: 'Resource', stack: '' };

export const queueArn = (name: string) => `arn:aws:sqs:${region}:${accountId}:${name}`;
export const functionArn = (name: string) => `arn:aws:lambda:${region}:${accountId}:function:${name}`;
export const tableArn = (name: string) => `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
export const busArnOf = (name: string) => `arn:aws:events:${region}:${accountId}:event-bus/${name}`;

export function systemOf(parts: Partial<System> = {}): System {
  return {
    region,
    accountId,
    functions: [],
    apis: [],
    httpApis: [],
    tables: [],
    queues: [],
    buses: [{ ...resource, busName: 'shop', arn: busArnOf('shop') }],
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
    ...parts,
  };
}

export function queueSpec(queueName: string, changes: Partial<QueueSpec> = {}): QueueSpec {
  return {
    ...resource,
    queueName,
    arn: queueArn(queueName),
    fifo: queueName.endsWith('.fifo'),
    contentBasedDeduplication: queueName.endsWith('.fifo'),
    visibilityTimeoutS: 30,
    messageRetentionS: 345_600,
    delayS: 0,
    receiveWaitS: 0,
    maximumMessageBytes: 1_048_576,
    ...changes,
  };
}

export function ruleSpec(ruleName: string, changes: Partial<RuleSpec> = {}): RuleSpec {
  const busName = changes.busName ?? 'shop';
  const arn = `arn:aws:events:${region}:${accountId}:rule/${busName === 'default' ? '' : `${busName}/`}${ruleName}`;
  return { ...resource, logicalId: ruleName, ruleName, arn, busName, enabled: true, targets: [], ...changes };
}

export function targetSpec(arn: string, changes: Partial<TargetSpec> = {}): TargetSpec {
  return { id: 'target', arn, maximumRetryAttempts: 185, maximumEventAgeS: 86_400, ...changes };
}

export function mappingSpec(changes: Partial<EventSourceMappingSpec>): EventSourceMappingSpec {
  return {
    ...resource,
    uuid: '5f0cbd1e-4f1d-4f9a-8f55-8a50ed9d6f1a',
    functionArn: functionArn('worker'),
    source: { kind: 'sqs', arn: queueArn('work') },
    enabled: true,
    batchSize: 10,
    maximumBatchingWindowS: 0,
    reportBatchItemFailures: false,
    filterPatterns: [],
    startingPosition: 'TRIM_HORIZON',
    bisectBatchOnFunctionError: false,
    maximumRetryAttempts: -1,
    maximumRecordAgeS: -1,
    parallelizationFactor: 1,
    ...changes,
  };
}

export function functionSpec(functionName: string): FunctionSpec {
  return {
    ...resource,
    functionName,
    arn: functionArn(functionName),
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    codeDir: '/nowhere',
    memoryMb: 128,
    timeoutS: 3,
    environment: {},
    roleArn: `arn:aws:iam::${accountId}:role/${functionName}`,
    policies: [],
  };
}

/** Keeps what is written to it. */
export class RecordedOutput implements Output {
  readonly events: Parameters<Output['event']>[0][] = [];
  readonly errors: string[] = [];
  request(): void {}
  log(): void {}
  event(line: Parameters<Output['event']>[0]): void {
    this.events.push(line);
  }
  error(what: string, detail?: string): void {
    this.errors.push(`${what}: ${detail ?? ''}`);
  }
}

interface Invocation {
  readonly functionArn: string;
  readonly payload: string;
  readonly options: InvokeOptions;
}

/** Asynchronous invocations as the log has them; functions that are not in `known` do not exist. */
export class RecordedInvocations implements Pick<Functions, 'enqueue'>, Participant {
  readonly invocations: Invocation[] = [];
  readonly #known: readonly string[];

  constructor(...known: readonly string[]) {
    this.#known = known.map(functionArn);
  }

  enqueue(arn: string, payload: string, options: InvokeOptions): readonly Entry[] {
    if (!this.#known.includes(arn)) {
      throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, { statusCode: 404 });
    }
    return [{ part: 'functions', data: { functionArn: arn, payload, options } satisfies Invocation }];
  }

  apply(data: unknown): void {
    this.invocations.push(data as Invocation);
  }

  snapshot(): Iterable<unknown> {
    return this.invocations;
  }
}

/** Answers of a function, one for each invocation in turn; the last one stays. */
export class ScriptedFunctions implements Pick<Functions, 'invoke'> {
  /** The `Records` of each invocation. */
  readonly batches: { [key: string]: unknown }[][] = [];
  readonly #answers: (string | Error | Promise<string>)[];

  constructor(...answers: (string | Error | Promise<string>)[]) {
    this.#answers = answers;
  }

  async invoke(_functionArn: string, payload: string): Promise<InvokeResult> {
    const { Records } = JSON.parse(payload) as { Records: { [key: string]: unknown }[] };
    this.batches.push(Records);
    await new Promise(setImmediate);
    const answer = await (this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0]);
    const base = { requestId: `request-${this.batches.length}`, durationMs: 1 };
    if (answer instanceof AwsError) throw answer;
    if (!(answer instanceof Error)) return { ...base, payload: answer ?? 'null' };
    const payloadOfError = JSON.stringify({ errorType: answer.name, errorMessage: answer.message });
    return { ...base, payload: payloadOfError, functionError: 'Unhandled' };
  }
}
