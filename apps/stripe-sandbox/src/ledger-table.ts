import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { transact } from '../gen/runtime/server/transact.js';
import type { BalanceTransaction } from '../gen/schemas.js';
import { newId, type StoredIntent } from './intent.js';

type Item = Record<string, AttributeValue>;

/** Money that moved: what goes into the ledger with the change that moved it. */
export type Movement = Pick<BalanceTransaction, 'amount' | 'source' | 'type'> & { readonly at: Date };

export interface LedgerTable {
  get(intentId: string): Promise<StoredIntent | undefined>;
  /**
   * Keeps an intent, and the money that it moved, in one transaction; false when the version before is not the one
   * that is kept.
   */
  put(intent: StoredIntent, moved?: Movement): Promise<boolean>;
  /** Newest first. */
  list(page: {
    limit: number;
    after?: string;
    source?: string;
  }): Promise<{ entries: BalanceTransaction[]; more: boolean }>;
}

const key = (intentId: string): Item => ({ pk: { S: `intent#${intentId}` }, sk: { S: '-' } });

function withoutKeys<T>(item: Item): T {
  const { pk: _pk, sk: _sk, ...rest } = unmarshall(item);
  return rest as T;
}

/** The sandbox's table: intents, and one partition of ledger entries in the order of their time. */
export function ledgerTable(client: DynamoDBClient, tableName: string): LedgerTable {
  function entryOf({ currency }: StoredIntent, { at, ...movement }: Movement): Item {
    const id = newId('txn');
    const entry: BalanceTransaction = {
      id,
      object: 'balance_transaction',
      currency,
      created: Math.floor(at.getTime() / 1000),
      ...movement,
    };
    return { ...marshall(entry), pk: { S: 'ledger' }, sk: { S: `${at.toISOString()}#${id}` } };
  }

  async function put(intent: StoredIntent, moved?: Movement): Promise<boolean> {
    const isNew = intent.version === 1;
    const state = {
      TableName: tableName,
      Item: { ...marshall(intent), ...key(intent.id) },
      ConditionExpression: isNew ? 'attribute_not_exists(pk)' : '#version = :before',
      ...(!isNew && {
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': { N: String(intent.version - 1) } },
      }),
    };
    const entry =
      moved === undefined ? [] : [{ Put: { TableName: tableName, Item: entryOf(intent, moved) } }];
    return (await transact(client, [{ Put: state }, ...entry])) === undefined;
  }

  async function list({ limit, after, source }: { limit: number; after?: string; source?: string }) {
    const entries: BalanceTransaction[] = [];
    let start: Item | undefined;
    let reached = after === undefined;
    do {
      const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :ledger',
          ExpressionAttributeValues: { ':ledger': { S: 'ledger' } },
          ScanIndexForward: false,
          ...(start !== undefined && { ExclusiveStartKey: start }),
        }),
      );
      for (const entry of Items.map((item) => withoutKeys<BalanceTransaction>(item))) {
        if (reached && (source === undefined || entry.source === source)) entries.push(entry);
        reached ||= entry.id === after;
      }
      start = LastEvaluatedKey;
    } while (start !== undefined && entries.length <= limit);
    return { entries: entries.slice(0, limit), more: entries.length > limit };
  }

  return {
    async get(intentId) {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: key(intentId), ConsistentRead: true }),
      );
      return item && withoutKeys<StoredIntent>(item);
    },
    put,
    list,
  };
}
