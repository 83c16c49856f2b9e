import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTables } from '../create-tables.js';
import type { CommitLog, Entry } from '../log/commit-log.js';
import { type FileLogOptions, fileLog } from '../log/file-log.js';
import { memoryLog } from '../log/memory-log.js';
import { simpleTable } from '../test-tables.js';

const directory = mkdtempSync(join(tmpdir(), 'embedded dynamodb token '));
afterAll(() => rmSync(directory, { recursive: true }));

const add = (by: string) => ({
  ClientRequestToken: 'token',
  TransactItems: [
    {
      Update: {
        TableName: 'things',
        Key: { id: { S: 'a' } },
        UpdateExpression: 'ADD n :by',
        ExpressionAttributeValues: { ':by': { N: by } },
      },
    },
  ],
});

async function open(options: FileLogOptions) {
  const log = fileLog(directory, options);
  const tables = createTables({ log });
  await log.open();
  return { log, call: (action: string, input: unknown) => tables.call('DynamoDB_20120810', action, input) };
}

test('a token is known after a restart, and from a snapshot', async () => {
  const first = await open({});
  await first.call('CreateTable', simpleTable);
  await first.call('TransactWriteItems', add('1'));
  await first.log.close();
  for (const options of [{ snapshotBytes: 1 }, {}]) {
    const again = await open(options);
    await again.call('TransactWriteItems', add('1'));
    await expect(again.call('TransactWriteItems', add('2'))).rejects.toMatchObject({
      code: 'IdempotentParameterMismatchException',
    });
    const get = { TableName: 'things', Key: { id: { S: 'a' } } };
    expect(await again.call('GetItem', get)).toEqual({ Item: { id: { S: 'a' }, n: { N: '1' } } });
    await again.log.close();
  }
});

/** A log that remembers its records. */
function recordingLog(): { log: CommitLog; records: (readonly Entry[])[] } {
  const inner = memoryLog();
  const records: (readonly Entry[])[] = [];
  const commit = (entries: readonly Entry[]) => {
    records.push(entries);
    inner.commit(entries);
  };
  return { log: { ...inner, commit }, records };
}

test('a transaction is one record with its token, whatever tables it spans, and nothing when it fails', async () => {
  const { log, records } = recordingLog();
  const tables = createTables({ log });
  const call = (action: string, input: unknown) => tables.call('DynamoDB_20120810', action, input);
  for (const TableName of ['left', 'right']) await call('CreateTable', { ...simpleTable, TableName });
  records.length = 0;
  const put = (TableName: string) => ({
    Put: { TableName, Item: { id: { S: 'a' } }, ConditionExpression: 'attribute_not_exists(id)' },
  });
  await call('TransactWriteItems', { ClientRequestToken: 'x', TransactItems: [put('left'), put('right')] });
  const changes = records.map((entries) => entries.map(({ data }) => data));
  expect(changes).toEqual([
    [
      expect.objectContaining({ do: 'put', table: 'left' }),
      expect.objectContaining({ do: 'put', table: 'right' }),
      expect.objectContaining({ do: 'token', token: 'x' }),
    ],
  ]);
  await expect(call('TransactWriteItems', { TransactItems: [put('left')] })).rejects.toMatchObject({
    code: 'TransactionCanceledException',
  });
  expect(records).toHaveLength(1);
});

test('a write that changes nothing leaves no record', async () => {
  const { log, records } = recordingLog();
  const tables = createTables({ log });
  const call = (action: string, input: unknown) => tables.call('DynamoDB_20120810', action, input);
  await call('CreateTable', simpleTable);
  const Item = { id: { S: 'a' }, tags: { SS: ['x', 'y'] } };
  await call('PutItem', { TableName: 'things', Item });
  records.length = 0;
  await call('PutItem', { TableName: 'things', Item: { ...Item, tags: { SS: ['y', 'x'] } } });
  await call('DeleteItem', { TableName: 'things', Key: { id: { S: 'none' } } });
  await call('UpdateItem', { TableName: 'things', Key: { id: { S: 'a' } } });
  expect(records).toEqual([]);
});
