import { timingSafeEqual } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { contract } from '../gen/contract.js';
import type { Authenticate } from '../gen/runtime/server/authorize.js';
import { idempotencyTable } from '../gen/runtime/server/idempotency-table.js';
import { createLog } from '../gen/runtime/server/log.js';
import { ProblemError, problem } from '../gen/runtime/server/problem.js';
import { required } from '../gen/runtime/server/required.js';
import type { ServeOptions } from '../gen/runtime/server/serve.js';
import { invalidRequest } from './errors.js';
import { type LedgerTable, ledgerTable } from './ledger-table.js';

/** All that operations may touch. */
export interface Context {
  readonly ledger: LedgerTable;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Stripe's secret keys come as bearer tokens (https://docs.stripe.com/api/authentication). */
function secretKey(expected: string): Authenticate {
  return async (authorization = '') => {
    const given = Buffer.from(authorization.replace(/^Bearer +/i, ''), 'utf8');
    const wanted = Buffer.from(expected, 'utf8');
    if (given.length === wanted.length && timingSafeEqual(given, wanted))
      return { sub: 'account', scopes: [] };
    const detail = 'the secret key is not the one of this sandbox';
    // Stripe's libraries look for `error`; what else a problem has, they pass over.
    const { error } = invalidRequest(detail);
    throw new ProblemError(problem(401, detail, { error }), { 'www-authenticate': 'Bearer' });
  };
}

interface Made {
  readonly context: Context;
  readonly options: ServeOptions;
}

function make(): Made {
  const client = new DynamoDBClient({});
  const tableName = required('TABLE_NAME', process.env.TABLE_NAME);
  return {
    context: {
      ledger: ledgerTable(client, tableName),
      now: () => new Date(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    },
    options: {
      log: createLog(contract, process.env.LOG_LEVEL),
      authenticate: secretKey(required('SECRET_KEY', process.env.SECRET_KEY)),
      idempotency: idempotencyTable({ client, tableName }),
    },
  };
}

let made: Made | undefined;

/** Made by the first invocation and kept for the next ones. */
export async function context(): Promise<Made> {
  made ??= make();
  return made;
}
