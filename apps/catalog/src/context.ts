import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { contract } from '../gen/contract.js';
import { bearerTokens } from '../gen/runtime/server/authorize.js';
import { gatewayApiKeys } from '../gen/runtime/server/credentials.js';
import { fetchKeys } from '../gen/runtime/server/fetch-keys.js';
import { createLog } from '../gen/runtime/server/log.js';
import { required } from '../gen/runtime/server/required.js';
import type { ServeOptions } from '../gen/runtime/server/serve.js';
import { type CatalogTable, catalogTable } from './catalog-table.js';

/** All that operations may touch. */
export interface Context {
  readonly products: CatalogTable;
  readonly now: () => Date;
}

const log = createLog(contract, process.env.LOG_LEVEL);
let made: Promise<{ context: Context; options: ServeOptions }> | undefined;

async function make(): Promise<{ context: Context; options: ServeOptions }> {
  const issuer = required('ISSUER_URL', process.env.ISSUER_URL);
  const context = {
    products: catalogTable(new DynamoDBClient({}), required('TABLE_NAME', process.env.TABLE_NAME)),
    now: () => new Date(),
  };
  const bearer = bearerTokens({ issuer, fetchKeys: fetchKeys(issuer, 2000) });
  return { context, options: { log, authenticate: { bearer, partnerKey: gatewayApiKeys() } } };
}

/** Made by the first invocation and kept for the next ones. */
export function context(): Promise<{ context: Context; options: ServeOptions }> {
  made ??= make();
  return made;
}

/** What the publisher of the outbox needs. */
export async function publishing() {
  const busName = required('EVENT_BUS_NAME', process.env.EVENT_BUS_NAME);
  return { context: { events: new EventBridgeClient({}), busName }, options: { log } };
}
