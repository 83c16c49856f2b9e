import type { RowKey } from '../engine/row.js';
import type { Table } from '../engine/table.js';
import { DynamoDbError } from '../tables.js';
import { validationError } from '../validation/errors.js';

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

/** Error: ValidationException when two actions of a transaction are on one item. */
export function refuseRepeated(
  targets: readonly { readonly table: Table; readonly place?: RowKey | undefined }[],
): void {
  const ids = targets.map(({ table, place }) =>
    JSON.stringify([table.definition.TableName, place?.hash, place?.range]),
  );
  if (new Set(ids).size === ids.length) return;
  throw validationError('Transaction request cannot include multiple operations on one item');
}
