import { DynamoDbError } from '../tables.js';

/** API_CancellationReason */
export interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

export function reasonOf(error: DynamoDbError): Reason {
  const code =
    error.code === 'ValidationException' ? 'ValidationError' : error.code.replace(/Exception$/, '');
  const item = error.details.Item;
  return { Code: code, Message: error.message, ...(item !== undefined && { Item: item }) };
}

export function cancelled(reasons: readonly Reason[]): DynamoDbError {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return new DynamoDbError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { details: { CancellationReasons: reasons } },
  );
}
