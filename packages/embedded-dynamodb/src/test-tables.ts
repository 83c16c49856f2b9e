/** For tests: tables in memory with a clock that the test moves. */
import { createTables } from './create-tables.js';
import { memoryLog } from './log/memory-log.js';
import type { Tables } from './tables.js';

export interface TestTables {
  readonly tables: Tables;
  nowMs: number;
  dynamodb(action: string, input: object): Promise<Record<string, unknown>>;
  streams(action: string, input: object): Promise<Record<string, unknown>>;
}

export function testTables(): TestTables {
  const test = { nowMs: Date.parse('2026-01-01T00:00:00Z') };
  const tables = createTables({ log: memoryLog(), now: () => test.nowMs });
  return Object.assign(test, {
    tables,
    dynamodb: (action: string, input: object) =>
      tables.call('DynamoDB_20120810', action, input) as Promise<Record<string, unknown>>,
    streams: (action: string, input: object) =>
      tables.call('DynamoDBStreams_20120810', action, input) as Promise<Record<string, unknown>>,
  });
}

/** A table with key `id` (S), and what else a test says. */
export const simpleTable = {
  TableName: 'things',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
} as const;
