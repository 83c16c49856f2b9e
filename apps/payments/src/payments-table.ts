import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { transact } from '../gen/runtime/server/transact.js';
import { nextStep, type StoredPayment } from './payment.js';

type Item = Record<string, AttributeValue>;

export interface PaymentsTable {
  get(orderId: string): Promise<StoredPayment | undefined>;
  /** Newest first; `after` is the position that the page before ended at. */
  list(
    customerId: string,
    page: { limit: number; after?: Item },
  ): Promise<{ payments: StoredPayment[]; next?: Item }>;
  /** Keeps a new payment; false when its order has one already. */
  create(payment: StoredPayment): Promise<boolean>;
  /** Replaces the version before, with news of it in one transaction; false when somebody else was faster. */
  update(payment: StoredPayment, news?: Item): Promise<boolean>;
  /** Payments whose next step is due and that nobody has touched since `before`. */
  unsettled(before: Date): Promise<StoredPayment[]>;
}

const key = (orderId: string): Item => ({ pk: { S: `payment#${orderId}` }, sk: { S: '-' } });

function storedPayment(item: Item): StoredPayment {
  const { pk: _pk, sk: _sk, unsettled: _unsettled, ...payment } = unmarshall(item);
  return payment as StoredPayment;
}

/** Only payments with a step ahead of them are in the index `unsettled`. */
function itemOf(payment: StoredPayment): Item {
  const ahead = nextStep(payment) === undefined ? {} : { unsettled: 'yes' };
  return { ...marshall({ ...payment, ...ahead }), ...key(payment.orderId) };
}

/** The table of payments by order, also listed by customer. */
export function paymentsTable(client: DynamoDBClient, tableName: string): PaymentsTable {
  async function write(payment: StoredPayment, condition: object, news: readonly Item[]): Promise<boolean> {
    const puts = [{ Item: itemOf(payment), ...condition }, ...news.map((item) => ({ Item: item }))];
    const failed = await transact(
      client,
      puts.map((put) => ({ Put: { TableName: tableName, ...put } })),
    );
    return failed === undefined;
  }

  return {
    async get(orderId) {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: key(orderId), ConsistentRead: true }),
      );
      return item && storedPayment(item);
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
      const payments = (Items ?? []).map(storedPayment);
      return { payments, ...(LastEvaluatedKey !== undefined && { next: LastEvaluatedKey }) };
    },
    create: (payment) => write(payment, { ConditionExpression: 'attribute_not_exists(pk)' }, []),
    update: (payment, news) =>
      write(
        payment,
        {
          ConditionExpression: '#version = :before',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':before': { N: String(payment.version - 1) } },
        },
        news === undefined ? [] : [news],
      ),
    async unsettled(before) {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'unsettled',
          KeyConditionExpression: 'unsettled = :yes AND updatedAt < :before',
          ExpressionAttributeValues: { ':yes': { S: 'yes' }, ':before': { S: before.toISOString() } },
          Limit: 50,
        }),
      );
      return (Items ?? []).map(storedPayment);
    },
  };
}
