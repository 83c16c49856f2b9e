import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Order } from '../gen/schemas.js';
import type { StoredOrder } from './order.js';

type Item = Record<string, AttributeValue>;

export interface OrdersTable {
  get(orderId: string): Promise<StoredOrder | undefined>;
  /** Newest first; `after` is the position that the page before ended at. */
  list(
    customerId: string,
    page: { limit: number; after?: Item },
  ): Promise<{ orders: StoredOrder[]; next?: Item }>;
  /** Keeps a new order and announces it, in one transaction; false when it is there already. */
  place(order: StoredOrder, news: Item): Promise<boolean>;
  /** Moves an order on from one of the states and announces it; false when it is in none of them. */
  move(order: StoredOrder, from: readonly Order['status'][], news: Item): Promise<boolean>;
}

const attempts = 6;

function orderOf(item: Item): StoredOrder {
  const { pk: _pk, sk: _sk, ...order } = unmarshall(item);
  return order as StoredOrder;
}

/** True when it was written, false when a condition did not hold; conflicts with other transactions are tried again. */
async function written(send: () => Promise<unknown>): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await send();
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
      if (codes.includes('ConditionalCheckFailed')) return false;
      if (!codes.includes('TransactionConflict') || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
    }
  }
}

/** The table of orders, also listed by customer. */
export function ordersTable(client: DynamoDBClient, tableName: string): OrdersTable {
  const key = (orderId: string): Item => ({ pk: { S: `order#${orderId}` }, sk: { S: '-' } });

  /** Invariant: an order and the news of it are kept together or not at all. */
  const write = (order: StoredOrder, news: Item, condition: object) =>
    written(() =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            {
              Put: {
                TableName: tableName,
                Item: { ...marshall(order, { removeUndefinedValues: true }), ...key(order.orderId) },
                ConditionExpression: 'attribute_not_exists(pk)',
                ...condition,
              },
            },
            { Put: { TableName: tableName, Item: news } },
          ],
        }),
      ),
    );

  return {
    async get(orderId) {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: key(orderId), ConsistentRead: true }),
      );
      return item && orderOf(item);
    },
    async list(customerId, { limit, after }) {
      const { Items, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'by-customer',
          KeyConditionExpression: 'customerId = :customer',
          ExpressionAttributeValues: { ':customer': { S: customerId } },
          ScanIndexForward: false,
          Limit: limit,
          ...(after !== undefined && { ExclusiveStartKey: after }),
        }),
      );
      return {
        orders: (Items ?? []).map(orderOf),
        ...(LastEvaluatedKey !== undefined && { next: LastEvaluatedKey }),
      };
    },
    place: (order, news) => write(order, news, {}),
    move: (order, from, news) =>
      write(order, news, {
        ConditionExpression: `#status IN (${from.map((_status, index) => `:from${index}`).join(', ')})`,
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: Object.fromEntries(
          from.map((each, index) => [`:from${index}`, { S: each }]),
        ),
      }),
  };
}
