import { type CommitLog, memoryLog } from '@atoll/embedded-dynamodb';
import {
  mappingSpec,
  queueSpec,
  RecordedOutput,
  ScriptedFunctions,
  systemOf,
  tableArn,
} from '../bus/system-fixture.js';
import type { Mappings } from '../parts.js';
import { createQueues } from '../queues/create-queues.js';
import type { EventSourceMappingSpec } from '../system.js';
import { createMappings } from './create-mappings.js';
import { MemoryStream } from './memory-stream.js';

let open: Mappings[] = [];

/** Closes what `world` has opened. */
export async function closeWorlds(): Promise<void> {
  await Promise.all(open.map((each) => each.close()));
  open = [];
}

/** What is open is left as a killed process leaves it. */
export function abandonWorlds(): void {
  open = [];
}

export interface Setting {
  readonly mapping?: Partial<EventSourceMappingSpec>;
  readonly functions?: ScriptedFunctions;
  readonly stream?: MemoryStream;
  readonly log?: CommitLog;
  readonly now?: () => number;
}

export const table = {
  place: { file: 'template.yaml', line: 1, column: 1 },
  logicalId: 'Orders',
  stack: '',
  tableName: 'orders',
  arn: tableArn('orders'),
  create: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
};

/** A mapping of a table's stream to a scripted function, with all that it needs around it. */
export async function world(setting: Setting = {}) {
  const {
    functions = new ScriptedFunctions('null'),
    stream = new MemoryStream(),
    log = memoryLog(),
  } = setting;
  const mapping = mappingSpec({ source: { kind: 'dynamodb', arn: table.arn }, ...setting.mapping });
  const system = systemOf({ tables: [table], queues: [queueSpec('dead')], eventSourceMappings: [mapping] });
  const queues = createQueues({ system, log, queueUrl: (name) => `http://localhost/123456789012/${name}` });
  const output = new RecordedOutput();
  const now = setting.now ?? Date.now;
  const mappings = createMappings({ system, log, queues, functions, tables: stream, output, now });
  open.push(mappings);
  await log.open();
  return { mappings, functions, stream, output, queues, log };
}

export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 1000) throw new Error(`never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export const ids = (functions: ScriptedFunctions) =>
  functions.batches.map((batch) =>
    batch.map((record) => (record as { dynamodb: { Keys: { id: { S: string } } } }).dynamodb.Keys.id.S),
  );

export const failed = (sequenceNumber: string) =>
  JSON.stringify({ batchItemFailures: [{ itemIdentifier: sequenceNumber }] });
