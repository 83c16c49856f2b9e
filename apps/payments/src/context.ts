import { stripeSandboxClient } from '@atoll/stripe-sandbox-client';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { contract } from '../gen/contract.js';
import { bearerTokens } from '../gen/runtime/server/authorize.js';
import { fetchKeys } from '../gen/runtime/server/fetch-keys.js';
import { createLog } from '../gen/runtime/server/log.js';
import { required } from '../gen/runtime/server/required.js';
import type { ServeOptions } from '../gen/runtime/server/serve.js';
import { type PaymentsTable, paymentsTable } from './payments-table.js';
import { type Provider, stripeProvider } from './provider.js';

/** All that reactions may touch. */
export interface Context {
  readonly payments: PaymentsTable;
  readonly provider: Provider;
  readonly now: () => Date;
}

export type ApiContext = Pick<Context, 'payments'>;

interface Made<C> {
  readonly context: C;
  readonly options: ServeOptions;
}

const log = createLog(contract, process.env.LOG_LEVEL);

function table(): PaymentsTable {
  return paymentsTable(new DynamoDBClient({}), required('TABLE_NAME', process.env.TABLE_NAME));
}

/** Retries are the queue's: one layer retries, no more. */
function make(): Made<Context> {
  const key = required('PROVIDER_KEY', process.env.PROVIDER_KEY);
  const client = stripeSandboxClient({
    baseUrl: required('PROVIDER_URL', process.env.PROVIDER_URL),
    auth: () => key,
    timeoutMs: 8000,
    retries: { max: 0 },
    breaker: { failures: 10, openMs: 5000 },
  });
  return {
    context: { payments: table(), provider: stripeProvider(client), now: () => new Date() },
    options: { log },
  };
}

let made: Made<Context> | undefined;

/** For events and schedules; made by the first invocation and kept for the next ones. */
export async function context(): Promise<Made<Context>> {
  made ??= make();
  return made;
}

let api: Made<ApiContext> | undefined;

/** For requests, which never reach the provider. */
export async function apiContext(): Promise<Made<ApiContext>> {
  if (api === undefined) {
    const issuer = required('ISSUER_URL', process.env.ISSUER_URL);
    const authenticate = bearerTokens({ issuer, fetchKeys: fetchKeys(issuer, 2000) });
    api = { context: { payments: table() }, options: { log, authenticate } };
  }
  return api;
}

/** What the publisher of the outbox needs. */
export async function publishing() {
  const busName = required('EVENT_BUS_NAME', process.env.EVENT_BUS_NAME);
  return { context: { events: new EventBridgeClient({}), busName }, options: { log } };
}
