import { DynamoDbError } from '../tables.js';

export function validationError(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message);
}

/** A validation that DynamoDB starts with "One or more parameter values were invalid: ". */
export function invalidParameter(message: string): DynamoDbError {
  return validationError(`One or more parameter values were invalid: ${message}`);
}

export function serializationError(message: string): DynamoDbError {
  return new DynamoDbError('SerializationException', message);
}

export function tableNotFound(): DynamoDbError {
  return new DynamoDbError('ResourceNotFoundException', 'Requested resource not found');
}

export function limitExceeded(message: string): DynamoDbError {
  return new DynamoDbError('LimitExceededException', message);
}

/** What DynamoDB offers and this engine does not: refused, because ignoring it would be a wrong answer. */
export function notSupported(what: string): DynamoDbError {
  return validationError(`${what} is not supported by embedded-dynamodb`);
}
