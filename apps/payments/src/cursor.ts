import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ProblemError, problem } from '../gen/runtime/server/problem.js';

/** The position as an opaque string; whose listing it belongs to is part of the position. */
export function encodeCursor(position: Record<string, AttributeValue>): string {
  const texts = Object.entries(position).map(([name, value]) => [name, value.S]);
  return Buffer.from(JSON.stringify(Object.fromEntries(texts)), 'utf8').toString('base64url');
}

/** Errors: ProblemError 400 for a cursor that was not given out to this customer. */
export function decodeCursor(cursor: string, customerId: string): Record<string, AttributeValue> {
  const refused = new ProblemError(
    problem(400, 'the cursor is not one of this listing', {
      errors: [
        { in: 'query', pointer: '/cursor', expected: 'the nextCursor of a page', received: 'another text' },
      ],
    }),
  );
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw refused;
  }
  if (typeof position !== 'object' || position === null) throw refused;
  const entries = Object.entries(position);
  const names = entries.map(([name]) => name).sort();
  if (names.join() !== 'createdAt,customerId,pk,sk') throw refused;
  if (
    !entries.every(
      ([name, value]) => typeof value === 'string' && (name !== 'customerId' || value === customerId),
    )
  )
    throw refused;
  return Object.fromEntries(entries.map(([name, value]) => [name, { S: String(value) }]));
}
