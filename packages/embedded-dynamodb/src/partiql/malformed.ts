import { DynamoDbError } from '../tables.js';

/** A statement that is no PartiQL, or none that DynamoDB has. */
export function malformed(detail: string): DynamoDbError {
  return new DynamoDbError(
    'ValidationException',
    `Statement wasn't well formed, can't be processed: ${detail}`,
  );
}
