import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Line, Reservation, StockLevel } from '../gen/schemas.js';
import { mergeLines, reserve, type Transition, type Units } from './stock.js';
import { failedConditions, transact } from './transact.js';

type Item = Record<string, AttributeValue>;

/** What a reservation lacks. */
export interface Shortage {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

export interface InventoryTable {
  /** SKUs without stock are left out. */
  levels(skus: readonly string[]): Promise<StockLevel[]>;
  /** Adds units once for each receipt; false when the receipt was there with another quantity. */
  receive(receipt: { sku: string; receiptId: string; quantity: number }): Promise<boolean>;
  reservation(reservationId: string): Promise<Reservation | undefined>;
  /** All lines or none, in one transaction. */
  reserve(reservation: Reservation): Promise<'reserved' | 'exists' | readonly Shortage[]>;
  /** Moves a reservation and its units and announces it, in one transaction; false when it is not in `from`. */
  move(reservation: Reservation, transition: Transition, news: readonly Item[]): Promise<boolean>;
  /** Keeps a reservation that never takes stock; false when there is one already. */
  putEnded(reservation: Reservation): Promise<boolean>;
  /** Announces something once. */
  announce(news: Item): Promise<void>;
  /** Reservations that should have ended, the oldest first. */
  due(now: Date): Promise<Reservation[]>;
}

const stockKey = (sku: string): Item => ({ pk: { S: `stock#${sku}` }, sk: { S: '-' } });
const reservationKey = (id: string): Item => ({ pk: { S: `reservation#${id}` }, sk: { S: '-' } });

function levelOf(item: Item): StockLevel {
  const { sku, available = 0, reserved = 0, sold = 0 } = unmarshall(item);
  return { sku, available, reserved, sold };
}

function reservationOf(item: Item): Reservation {
  const { reservationId, status, lines, endsAt } = unmarshall(item);
  return { reservationId, status, lines, ...(endsAt !== undefined && { expiresAt: endsAt }) };
}

/** Only what waits for its end is in the index `by-end`. */
function reservationItem({ reservationId, status, lines, expiresAt }: Reservation): Item {
  const waiting = status === 'reserved' ? { waiting: 'yes' } : {};
  const item = {
    reservationId,
    status,
    lines,
    ...waiting,
    ...(expiresAt !== undefined && { endsAt: expiresAt }),
  };
  return { ...marshall(item), ...reservationKey(reservationId) };
}

/** The inventory's table: units by SKU, reservations by id. */
export function inventoryTable(client: DynamoDBClient, tableName: string): InventoryTable {
  const put = (item: Item): TransactWriteItem => ({
    Put: { TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
  });
  const announcement = (news: Item): TransactWriteItem => ({ Put: { TableName: tableName, Item: news } });

  /** Invariant: no count falls below zero. Held by inventory.test.ts, "nothing is sold twice". */
  function moveUnits({ sku, quantity }: Line, { available, reserved, sold }: Units): TransactWriteItem {
    const change = (by: number) => ({ N: String(by * quantity) });
    const atLeast = (by: number) => ({ N: String(Math.max(0, -by * quantity)) });
    return {
      Update: {
        TableName: tableName,
        Key: stockKey(sku),
        UpdateExpression: 'ADD available :available, reserved :reserved, sold :sold',
        ConditionExpression: 'available >= :needed AND reserved >= :held AND sold >= :gone',
        ExpressionAttributeValues: {
          ':available': change(available),
          ':reserved': change(reserved),
          ':sold': change(sold),
          ':needed': atLeast(available),
          ':held': atLeast(reserved),
          ':gone': atLeast(sold),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    };
  }

  return {
    async levels(skus) {
      const { Responses } = await client.send(
        new BatchGetItemCommand({
          RequestItems: { [tableName]: { Keys: skus.map(stockKey), ConsistentRead: true } },
        }),
      );
      return (Responses?.[tableName] ?? []).map(levelOf);
    },
    async receive({ sku, receiptId, quantity }) {
      const key = { pk: { S: `stock#${sku}` }, sk: { S: `receipt#${receiptId}` } };
      const units: TransactWriteItem = {
        Update: {
          TableName: tableName,
          Key: stockKey(sku),
          UpdateExpression: 'SET sku = :sku ADD available :quantity, reserved :none, sold :none',
          ExpressionAttributeValues: {
            ':sku': { S: sku },
            ':quantity': { N: String(quantity) },
            ':none': { N: '0' },
          },
        },
      };
      const failed = await transact(client, [put({ ...key, quantity: { N: String(quantity) } }), units]);
      if (failed === undefined) return true;
      const { Item: known } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }),
      );
      return known?.quantity?.N === String(quantity);
    },
    async reservation(reservationId) {
      const { Item: item } = await client.send(
        new GetItemCommand({
          TableName: tableName,
          Key: reservationKey(reservationId),
          ConsistentRead: true,
        }),
      );
      return item && reservationOf(item);
    },
    async reserve(reservation) {
      const lines = mergeLines(reservation.lines);
      const writes = [put(reservationItem(reservation)), ...lines.map((line) => moveUnits(line, reserve))];
      const failed = await transact(client, writes);
      if (failed === undefined) return 'reserved';
      const [exists, ...short] = failedConditions(failed);
      if (exists !== undefined) return 'exists';
      return lines.flatMap(({ sku, quantity }, index) => {
        const item = short[index];
        return item === undefined
          ? []
          : [{ sku, requested: quantity, available: Number(item.available?.N ?? 0) }];
      });
    },
    async move({ reservationId, lines }, { from, to, moves }, news) {
      const state: TransactWriteItem = {
        Update: {
          TableName: tableName,
          Key: reservationKey(reservationId),
          UpdateExpression: 'SET #status = :to REMOVE waiting',
          ConditionExpression: '#status = :from',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':from': { S: from }, ':to': { S: to } },
        },
      };
      const units = mergeLines(lines).map((line) => moveUnits(line, moves));
      const failed = await transact(client, [state, ...units, ...news.map(announcement)]);
      if (failed === undefined) return true;
      if (failedConditions(failed)[0] !== undefined) return false;
      throw new Error(`the units of ${reservationId} do not allow ${from} to ${to}: ${failed.message}`);
    },
    async putEnded(reservation) {
      return (await transact(client, [put(reservationItem(reservation))])) === undefined;
    },
    async announce(news) {
      await transact(client, [put(news)]);
    },
    async due(now) {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'by-end',
          KeyConditionExpression: 'waiting = :yes AND endsAt <= :now',
          ExpressionAttributeValues: { ':yes': { S: 'yes' }, ':now': { S: now.toISOString() } },
          Limit: 100,
        }),
      );
      return (Items ?? []).map(reservationOf);
    },
  };
}
