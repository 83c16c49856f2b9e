import { ClientError } from './client-error.js';
import type { OperationFormat } from './operation-format.js';

/** The end of pages that are answered by another status than that of a page. */
export function pageRefused({ operationId }: OperationFormat, status: number): ClientError {
  return new ClientError('refused', operationId, { message: `a page was answered by ${status}`, status });
}
