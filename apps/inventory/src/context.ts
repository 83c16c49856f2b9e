import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { contract } from '../gen/contract.js';
import { bearerTokens } from '../gen/runtime/server/authorize.js';
import { fetchKeys } from '../gen/runtime/server/fetch-keys.js';
import { createLog } from '../gen/runtime/server/log.js';
import { required } from '../gen/runtime/server/required.js';
import type { ServeOptions } from '../gen/runtime/server/serve.js';
import { InventoryTable } from './inventory-table.js';

/** All that operations and reactions may touch. */
export interface Context {
  readonly inventory: InventoryTable;
  readonly now: () => Date;
}

interface Made {
  readonly context: Context;
  readonly options: ServeOptions;
}

const log = createLog(contract, process.env.LOG_LEVEL);
let made: Made | undefined;

function make(): Made {
  const inventory = new InventoryTable(
    new DynamoDBClient({}),
    required('TABLE_NAME', process.env.TABLE_NAME),
  );
  return { context: { inventory, now: () => new Date() }, options: { log } };
}

/** For events and schedules; made by the first invocation and kept for the next ones. */
export async function context(): Promise<Made> {
  made ??= make();
  return made;
}

let api: Made | undefined;

/** For requests: with the issuer whose tokens count. */
export async function apiContext(): Promise<Made> {
  if (api === undefined) {
    const issuer = required('ISSUER_URL', process.env.ISSUER_URL);
    const authenticate = bearerTokens({ issuer, fetchKeys: fetchKeys(issuer, 2000) });
    api = { ...make(), options: { log, authenticate } };
  }
  return api;
}

/** What the publisher of the outbox needs. */
export async function publishing() {
  const busName = required('EVENT_BUS_NAME', process.env.EVENT_BUS_NAME);
  return { context: { events: new EventBridgeClient({}), busName }, options: { log } };
}
