import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { transact } from '../gen/runtime/server/transact.js';
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

function orderOf(item: Item): StoredOrder {
  const { pk: _pk, sk: _sk, ...order } = unmarshall(item);
  return order as StoredOrder;
}

/** The table of orders, also listed by customer. */
export function ordersTable(client: DynamoDBClient, tableName: string): OrdersTable {
  const key = (orderId: string): Item => ({ pk: { S: `order#${orderId}` }, sk: { S: '-' } });

  /** Invariant: an order and the news of it are kept together or not at all. */
  async function write(order: StoredOrder, news: Item, condition: object): Promise<boolean> {
    const item = { ...marshall(order), ...key(order.orderId) };
    const failed = await transact(client, [
      { Put: { TableName: tableName, Item: item, ...condition } },
      { Put: { TableName: tableName, Item: news } },
    ]);
    return failed === undefined;
  }

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
    place: (order, news) => write(order, news, { ConditionExpression: 'attribute_not_exists(pk)' }),
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
