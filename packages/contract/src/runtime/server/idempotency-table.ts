import { createHash } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Begun, IdempotencyScope, IdempotencyStore, StoredAnswer } from './idempotency.js';

export interface IdempotencyTableOptions {
  readonly client: DynamoDBClient;
  /** The service's own table: keys `pk` and `sk` (S), TTL attribute `expiresAt` (epoch seconds). */
  readonly tableName: string;
  /** Epoch milliseconds; the system's clock unless told. */
  readonly now?: () => number;
}

const keptSeconds = 24 * 60 * 60;

/** Two invocations may have clocks apart: the one that takes over waits until the other is dead by both. */
const clockSkewMs = 1000;

type Item = Record<string, AttributeValue>;

/** The caller's key is hashed: it may be long, and it is a credential for the answer. */
function keyOf({ caller, operationId, key }: IdempotencyScope): Item {
  const hash = createHash('sha256')
    .update(JSON.stringify([caller, key]))
    .digest('base64url');
  return { pk: { S: `idempotency#${operationId}#${hash}` }, sk: { S: '-' } };
}

function begunBy(item: Item, scope: IdempotencyScope): Begun {
  if (item['fingerprint']?.S !== scope.fingerprint) return { state: 'mismatch' };
  const stored = item['answer']?.S;
  // The SDK repeats a write whose answer got lost, and then meets its own record.
  if (stored === undefined && item['attempt']?.S === scope.attempt) return { state: 'begun' };
  return stored === undefined ? { state: 'in flight' } : { state: 'replay', answer: JSON.parse(stored) };
}

/**
 * A store in the service's own table. Every write is conditional, so that two attempts at once cannot both begin.
 * Errors: DynamoDB's own; an answer that does not fit into an item (400 KB) cannot be completed.
 */
export function idempotencyTable(options: IdempotencyTableOptions): IdempotencyStore {
  const { client, tableName, now = Date.now } = options;
  const own = (scope: IdempotencyScope) => ({
    TableName: tableName,
    Key: keyOf(scope),
    ExpressionAttributeNames: { '#attempt': 'attempt' },
  });
  return {
    async begin(scope) {
      const nowMs = now();
      const record = {
        ...keyOf(scope),
        fingerprint: { S: scope.fingerprint },
        attempt: { S: scope.attempt },
        takeoverAt: { N: String(scope.deadline + clockSkewMs) },
        expiresAt: { N: String(Math.floor(nowMs / 1000) + keptSeconds) },
      };
      // TTL deletes late, up to days (DynamoDB: "Using time to live"): what has expired counts as absent.
      const free =
        'attribute_not_exists(pk) OR expiresAt <= :now OR (attribute_not_exists(answer) AND takeoverAt <= :nowMs AND fingerprint = :fingerprint)';
      try {
        await client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: record,
            ConditionExpression: free,
            ExpressionAttributeValues: {
              ':now': { N: String(Math.floor(nowMs / 1000)) },
              ':nowMs': { N: String(nowMs) },
              ':fingerprint': record.fingerprint,
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { state: 'begun' };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return begunBy(error.Item ?? {}, scope);
      }
    },
    async complete(scope, answer: StoredAnswer) {
      await client.send(
        new UpdateItemCommand({
          ...own(scope),
          ConditionExpression: '#attempt = :attempt',
          UpdateExpression: 'SET answer = :answer REMOVE takeoverAt',
          ExpressionAttributeValues: {
            ':attempt': { S: scope.attempt },
            ':answer': { S: JSON.stringify(answer) },
          },
        }),
      );
    },
    async abandon(scope) {
      try {
        await client.send(
          new DeleteItemCommand({
            ...own(scope),
            ConditionExpression: '#attempt = :attempt AND attribute_not_exists(answer)',
            ExpressionAttributeValues: { ':attempt': { S: scope.attempt } },
          }),
        );
      } catch (error) {
        // Another attempt has taken the record over, so there is nothing left to abandon.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
