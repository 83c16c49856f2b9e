import { createHash } from 'node:crypto';
import { tokenLifeMs } from '../engine/database.js';
import type { Engine } from '../engine/engine.js';
import { DynamoDbError } from '../tables.js';

/** A digest of what a transaction asks for that does not depend on the order of members. */
export function digestOf(request: unknown): string {
  return createHash('sha256').update(JSON.stringify(request, sortMembers)).digest('base64');
}

function sortMembers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
}

/** Whether the transaction of this token is done already. Error: IdempotentParameterMismatchException. */
export function checkToken(engine: Engine, token: string, digest: string): 'new' | 'done' {
  const known = engine.database.tokens.get(token);
  if (known === undefined || known.atMs <= engine.now() - tokenLifeMs) return 'new';
  if (known.digest === digest) return 'done';
  throw new DynamoDbError(
    'IdempotentParameterMismatchException',
    'The parameters of this request do not match those of the earlier request with the same client token',
  );
}
