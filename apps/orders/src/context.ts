import { catalogClient, clientCredentials } from '@atoll/catalog-client';
import { inventoryClient } from '@atoll/inventory-client';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { contract } from '../gen/contract.js';
import { bearerTokens } from '../gen/runtime/server/authorize.js';
import { fetchKeys } from '../gen/runtime/server/fetch-keys.js';
import { idempotencyTable } from '../gen/runtime/server/idempotency-table.js';
import { createLog } from '../gen/runtime/server/log.js';
import { required } from '../gen/runtime/server/required.js';
import type { ServeOptions } from '../gen/runtime/server/serve.js';
import { type OrdersTable, ordersTable } from './orders-table.js';

/** All that operations may touch. Both services are hard dependencies: without prices or stock there is no order. */
export interface Context {
  readonly orders: OrdersTable;
  readonly catalog: ReturnType<typeof catalogClient>;
  readonly inventory: ReturnType<typeof inventoryClient>;
  readonly now: () => Date;
}

interface Made<C> {
  readonly context: C;
  readonly options: ServeOptions;
}

const log = createLog(contract, process.env.LOG_LEVEL);
const breaker = { failures: 5, openMs: 5000 };

function make(): Made<Context> {
  const { env } = process;
  const client = new DynamoDBClient({});
  const tableName = required('TABLE_NAME', env.TABLE_NAME);
  const issuer = required('ISSUER_URL', env.ISSUER_URL);
  const auth = clientCredentials({
    tokenUrl: required('TOKEN_URL', env.TOKEN_URL),
    clientId: required('CLIENT_ID', env.CLIENT_ID),
    clientSecret: required('CLIENT_SECRET', env.CLIENT_SECRET),
    scopes: ['inventory:write'],
  });
  const context = {
    orders: ordersTable(client, tableName),
    catalog: catalogClient({ baseUrl: required('CATALOG_URL', env.CATALOG_URL), timeoutMs: 2000, breaker }),
    inventory: inventoryClient({
      baseUrl: required('INVENTORY_URL', env.INVENTORY_URL),
      timeoutMs: 3000,
      breaker,
      auth,
    }),
    now: () => new Date(),
  };
  const authenticate = bearerTokens({ issuer, fetchKeys: fetchKeys(issuer, 2000) });
  return { context, options: { log, authenticate, idempotency: idempotencyTable({ client, tableName }) } };
}

let made: Made<Context> | undefined;

/** For requests; made by the first invocation and kept for the next ones. */
export async function context(): Promise<Made<Context>> {
  made ??= make();
  return made;
}

export type ReactionContext = Pick<Context, 'orders' | 'now'>;
let reacting: Made<ReactionContext> | undefined;

/** For events, which need no other service. */
export async function reactionContext(): Promise<Made<ReactionContext>> {
  reacting ??= {
    context: {
      orders: ordersTable(new DynamoDBClient({}), required('TABLE_NAME', process.env.TABLE_NAME)),
      now: () => new Date(),
    },
    options: { log },
  };
  return reacting;
}

/** What the publisher of the outbox needs. */
export async function publishing() {
  const busName = required('EVENT_BUS_NAME', process.env.EVENT_BUS_NAME);
  return { context: { events: new EventBridgeClient({}), busName }, options: { log } };
}
