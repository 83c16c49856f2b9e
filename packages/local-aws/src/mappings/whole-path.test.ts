import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTables, fileLog } from '@atoll/embedded-dynamodb';
import { createBus } from '../bus/create-bus.js';
import {
  functionArn,
  mappingSpec,
  queueArn,
  queueSpec,
  RecordedInvocations,
  RecordedOutput,
  ruleSpec,
  ScriptedFunctions,
  systemOf,
  tableArn,
  targetSpec,
} from '../bus/system-fixture.js';
import { createQueues } from '../queues/create-queues.js';
import { createMappings } from './create-mappings.js';

const create = {
  TableName: 'orders',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};

const publisher = mappingSpec({
  uuid: 'publisher',
  functionArn: functionArn('publisher'),
  source: { kind: 'dynamodb', arn: tableArn('orders') },
  filterPatterns: [{ eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['outbox'] } } } }],
});

const table = {
  place: { file: 'template.yaml', line: 1, column: 1 },
  logicalId: 'Orders',
  stack: '',
  tableName: 'orders',
  arn: tableArn('orders'),
  create,
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'whole path '));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Tables, queues, bus and mappings on one file log; the publisher puts what it gets to the bus, the consumer keeps it. */
async function start(startingPosition: 'TRIM_HORIZON' | 'LATEST' = 'TRIM_HORIZON') {
  const log = fileLog(directory);
  const clock = { aheadMs: 0 };
  const now = () => Date.now() + clock.aheadMs;
  const system = systemOf({
    tables: [table],
    queues: [queueSpec('work')],
    rules: [
      ruleSpec('placed', { eventPattern: { source: ['orders'] }, targets: [targetSpec(queueArn('work'))] }),
    ],
    eventSourceMappings: [
      { ...publisher, startingPosition },
      mappingSpec({ uuid: 'consumer', functionArn: functionArn('consumer') }),
    ],
  });
  const tables = createTables({ log, region: system.region, accountId: system.accountId, now });
  const queues = createQueues({ system, log, queueUrl: (name) => `http://localhost/123456789012/${name}` });
  const output = new RecordedOutput();
  const bus = createBus({ system, log, queues, functions: new RecordedInvocations(), output });
  const functions = new ScriptedFunctions();
  const consumed: string[] = [];
  jest.spyOn(functions, 'invoke').mockImplementation(async (arn, payload) => {
    const { Records } = JSON.parse(payload) as {
      Records: { body: string; dynamodb: { Keys: { id: { S: string } } } }[];
    };
    if (arn === functionArn('publisher')) {
      const Entries = Records.map(({ dynamodb }) => ({
        Source: 'orders',
        DetailType: 'OrderPlaced',
        Detail: JSON.stringify({ id: dynamodb.Keys.id.S }),
        EventBusName: 'shop',
      }));
      await bus.call('PutEvents', { Entries });
    } else {
      consumed.push(...Records.map(({ body }) => (JSON.parse(body) as { detail: { id: string } }).detail.id));
    }
    return { payload: 'null', requestId: 'r', durationMs: 1 };
  });
  const mappings = createMappings({ system, log, queues, functions, tables, output, now });
  await log.open();
  const put = (id: string, kind = 'outbox') =>
    tables.call('DynamoDB_20120810', 'PutItem', {
      TableName: 'orders',
      Item: { id: { S: id }, kind: { S: kind } },
    });
  const close = async () => {
    await mappings.close();
    queues.close();
    tables.close();
    await log.close();
  };
  return { tables, mappings, output, consumed, put, close, clock };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 1000) throw new Error(`never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

test('an item written to a table reaches the consumer by stream, bus and queue, once, in any run that finds it', async () => {
  const first = await start();
  await first.tables.call('DynamoDB_20120810', 'CreateTable', create);
  await first.put('before-start');
  first.mappings.start();
  await first.put('other', 'order');
  await first.put('after-start');
  await until(() => first.consumed.length === 2);
  await first.close();
  const second = await start();
  await second.put('after-restart');
  second.mappings.start();
  await until(() => second.consumed.length === 1);
  await second.close();
  expect(first.consumed.sort()).toEqual(['after-start', 'before-start']);
  expect(second.consumed).toEqual(['after-restart']);
  expect([...first.output.errors, ...second.output.errors]).toEqual([]);
});

test('a table that is made anew is followed from its new stream', async () => {
  const { tables, mappings, consumed, put, close } = await start('LATEST');
  await tables.call('DynamoDB_20120810', 'CreateTable', create);
  await put('too-early');
  mappings.start();
  for (let n = 0; consumed.length === 0; n++) {
    await put(`a${n}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await tables.call('DynamoDB_20120810', 'DeleteTable', { TableName: 'orders' });
  await tables.call('DynamoDB_20120810', 'CreateTable', create);
  await put('b');
  await until(() => consumed.at(-1) === 'b');
  await close();
  expect(consumed).not.toContain('too-early');
});

test('a mapping that has waited longer than a shard iterator lives reads on', async () => {
  const { tables, mappings, output, consumed, put, close, clock } = await start();
  await tables.call('DynamoDB_20120810', 'CreateTable', create);
  mappings.start();
  await put('a');
  await until(() => consumed.length === 1);
  clock.aheadMs = 16 * 60 * 1000;
  await put('b');
  await until(() => consumed.length === 2);
  await close();
  expect(output.errors).toEqual([]);
});
