import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ProblemError, problem } from './problem.js';

/** What a position must be made of: its attributes, all of them texts, and those that the caller cannot choose. */
export interface CursorShape {
  readonly names: readonly string[];
  readonly fixed: Readonly<Record<string, string>>;
}

/** A DynamoDB position (`LastEvaluatedKey` of text attributes) as an opaque string. */
export function encodeCursor(position: Record<string, AttributeValue>): string {
  const texts = Object.entries(position).map(([name, value]) => [name, value.S]);
  return Buffer.from(JSON.stringify(Object.fromEntries(texts)), 'utf8').toString('base64url');
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined; // Not even JSON: refused like any other text that was not given out.
  }
}

function isOfShape(position: unknown, { names, fixed }: CursorShape): position is Record<string, string> {
  if (typeof position !== 'object' || position === null) return false;
  const entries = Object.entries(position);
  const sameNames =
    [...names].sort().join() ===
    entries
      .map(([name]) => name)
      .sort()
      .join();
  const isAllowed = ([name, value]: [string, unknown]) =>
    typeof value === 'string' && (!Object.hasOwn(fixed, name) || fixed[name] === value);
  return sameNames && entries.every(isAllowed);
}

/** The position of a cursor (`ExclusiveStartKey`). Errors: ProblemError 400 for one that is not of this listing. */
export function decodeCursor(cursor: string, shape: CursorShape): Record<string, AttributeValue> {
  const position = parse(cursor);
  if (isOfShape(position, shape))
    return Object.fromEntries(Object.entries(position).map(([name, text]) => [name, { S: text }]));
  const fault = {
    in: 'query',
    pointer: '/cursor',
    expected: 'the nextCursor of a page',
    received: 'another text',
  };
  throw new ProblemError(problem(400, 'the cursor is not one of this listing', { errors: [fault] }));
}
