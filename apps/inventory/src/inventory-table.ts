import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { failedConditions, transact } from '../gen/runtime/server/transact.js';
import type { Line, Reservation, StockLevel } from '../gen/schemas.js';
import { mergeLines, reserve, type Transition } from './stock.js';
import {
  addUnits,
  create,
  type Item,
  moveReservation,
  moveUnits,
  receiptKey,
  reservationItem,
  reservationKey,
  stockKey,
} from './stock-writes.js';

/** What a reservation lacks. */
export interface Shortage {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

function levelOf(item: Item): StockLevel {
  const { sku, available = 0, reserved = 0, sold = 0 } = unmarshall(item);
  return { sku, available, reserved, sold };
}

function reservationOf(item: Item): Reservation {
  const { reservationId, status, lines, endsAt } = unmarshall(item);
  return { reservationId, status, lines, ...(endsAt !== undefined && { expiresAt: endsAt }) };
}

/** What the failed conditions of a reservation say: it is there already, or which lines are short. */
function refusalOf(lines: readonly Line[], failed: TransactionCanceledException): 'exists' | Shortage[] {
  const [exists, ...short] = failedConditions(failed);
  if (exists !== undefined) return 'exists';
  return lines.flatMap(({ sku, quantity }, index) => {
    const item = short[index];
    if (item === undefined) return [];
    return [{ sku, requested: quantity, available: Number(item.available?.N ?? 0) }];
  });
}

/** The inventory's table: units by SKU, reservations by id. */
export class InventoryTable {
  readonly #client: DynamoDBClient;
  readonly #name: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#name = tableName;
  }

  /** SKUs without stock are left out. */
  async levels(skus: readonly string[]): Promise<StockLevel[]> {
    const asked = { [this.#name]: { Keys: skus.map(stockKey), ConsistentRead: true } };
    const { Responses } = await this.#client.send(new BatchGetItemCommand({ RequestItems: asked }));
    return (Responses?.[this.#name] ?? []).map(levelOf);
  }

  /** Adds units once for each receipt; false when the receipt was there with another quantity. */
  async receive(receiptId: string, { sku, quantity }: Line): Promise<boolean> {
    const key = receiptKey(sku, receiptId);
    const receipt = create(this.#name, { ...key, quantity: { N: String(quantity) } });
    const failed = await transact(this.#client, [receipt, addUnits(this.#name, { sku, quantity })]);
    return failed === undefined || (await this.#get(key))?.quantity?.N === String(quantity);
  }

  async reservation(reservationId: string): Promise<Reservation | undefined> {
    const item = await this.#get(reservationKey(reservationId));
    return item && reservationOf(item);
  }

  /** All lines or none, in one transaction. */
  async reserve(reservation: Reservation): Promise<'reserved' | 'exists' | readonly Shortage[]> {
    const lines = mergeLines(reservation.lines);
    const failed = await transact(this.#client, [
      create(this.#name, reservationItem(reservation)),
      ...lines.map((line) => moveUnits(this.#name, line, reserve)),
    ]);
    return failed === undefined ? 'reserved' : refusalOf(lines, failed);
  }

  /** Moves a reservation and its units and announces it, in one transaction; false when it is not in `from`. */
  async move(reservation: Reservation, transition: Transition, news: readonly Item[]): Promise<boolean> {
    const { reservationId, lines } = reservation;
    const failed = await transact(this.#client, [
      moveReservation(this.#name, reservationId, transition),
      ...mergeLines(lines).map((line) => moveUnits(this.#name, line, transition.moves)),
      ...news.map((item) => ({ Put: { TableName: this.#name, Item: item } })),
    ]);
    if (failed === undefined) return true;
    if (failedConditions(failed)[0] !== undefined) return false;
    throw new Error(
      `the units of ${reservationId} do not allow it to be ${transition.to}: ${failed.message}`,
    );
  }

  /** Keeps a reservation that never takes stock; false when there is one already. */
  async putEnded(reservation: Reservation): Promise<boolean> {
    return (await transact(this.#client, [create(this.#name, reservationItem(reservation))])) === undefined;
  }

  /** Announces something once. */
  async announce(news: Item): Promise<void> {
    await transact(this.#client, [create(this.#name, news)]);
  }

  /** Reservations that should have ended, the oldest first. */
  async due(now: Date): Promise<Reservation[]> {
    const { Items } = await this.#client.send(
      new QueryCommand({
        TableName: this.#name,
        IndexName: 'by-end',
        KeyConditionExpression: 'waiting = :yes AND endsAt <= :now',
        ExpressionAttributeValues: { ':yes': { S: 'yes' }, ':now': { S: now.toISOString() } },
        Limit: 100,
      }),
    );
    return (Items ?? []).map(reservationOf);
  }

  async #get(key: Item): Promise<Item | undefined> {
    const { Item: item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#name, Key: key, ConsistentRead: true }),
    );
    return item;
  }
}
