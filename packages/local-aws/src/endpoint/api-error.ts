import { AwsError } from '../parts.js';

/** What AwsError and DynamoDbError have in common. */
export interface ApiError extends Error {
  readonly code: string;
  readonly statusCode: number;
  readonly details: Readonly<Record<string, unknown>>;
}

export function isApiError(error: unknown): error is ApiError {
  return (
    error instanceof AwsError ||
    (error instanceof Error &&
      'code' in error &&
      typeof error.code === 'string' &&
      'statusCode' in error &&
      typeof error.statusCode === 'number' &&
      'details' in error &&
      typeof error.details === 'object')
  );
}
