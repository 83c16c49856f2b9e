import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Line, Reservation } from '../gen/schemas.js';
import type { Transition, Units } from './stock.js';

export type Item = Record<string, AttributeValue>;

export const stockKey = (sku: string): Item => ({ pk: { S: `stock#${sku}` }, sk: { S: '-' } });
export const receiptKey = (sku: string, receiptId: string): Item => ({
  pk: { S: `stock#${sku}` },
  sk: { S: `receipt#${receiptId}` },
});
export const reservationKey = (id: string): Item => ({ pk: { S: `reservation#${id}` }, sk: { S: '-' } });

/** Only what waits for its end is in the index `by-end`. */
export function reservationItem({ reservationId, status, lines, expiresAt }: Reservation): Item {
  const waiting = status === 'reserved' ? { waiting: 'yes' } : {};
  const ending = expiresAt === undefined ? {} : { endsAt: expiresAt };
  return {
    ...marshall({ reservationId, status, lines, ...waiting, ...ending }),
    ...reservationKey(reservationId),
  };
}

/** A write of something that must not be there yet. */
export function create(tableName: string, item: Item): TransactWriteItem {
  return { Put: { TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } };
}

/** Units that come in, into a stock that may be new. */
export function addUnits(tableName: string, { sku, quantity }: Line): TransactWriteItem {
  return {
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
}

/** Invariant: no count falls below zero. Held by inventory.test.ts, "nothing is sold twice". */
export function moveUnits(tableName: string, { sku, quantity }: Line, moves: Units): TransactWriteItem {
  const change = (by: number) => ({ N: String(by * quantity) });
  const atLeast = (by: number) => ({ N: String(Math.max(0, -by * quantity)) });
  return {
    Update: {
      TableName: tableName,
      Key: stockKey(sku),
      UpdateExpression: 'ADD available :available, reserved :reserved, sold :sold',
      ConditionExpression: 'available >= :needed AND reserved >= :held AND sold >= :gone',
      ExpressionAttributeValues: {
        ':available': change(moves.available),
        ':reserved': change(moves.reserved),
        ':sold': change(moves.sold),
        ':needed': atLeast(moves.available),
        ':held': atLeast(moves.reserved),
        ':gone': atLeast(moves.sold),
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** Invariant: a reservation takes each way on at most once. */
export function moveReservation(tableName: string, id: string, { from, to }: Transition): TransactWriteItem {
  return {
    Update: {
      TableName: tableName,
      Key: reservationKey(id),
      UpdateExpression: 'SET #status = :to REMOVE waiting',
      ConditionExpression: '#status = :from',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':from': { S: from }, ':to': { S: to } },
    },
  };
}
