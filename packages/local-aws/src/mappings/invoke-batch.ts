import { AwsError } from '../parts.js';
import type { Json } from '../system.js';
import { type BatchResponse, readBatchResponse } from './batch-response.js';
import type { MappingContext } from './mapping-context.js';

export type BatchResult = (BatchResponse | { readonly kind: 'throttled' }) & {
  readonly requestId: string;
  /** The function answered with an error, or could not be invoked at all. */
  readonly functionError?: 'Handled' | 'Unhandled';
};

/** Invokes the mapping's function once with `records`, which `identifiers` name. Never throws. */
export async function invokeBatch(
  records: readonly Json[],
  identifiers: ReadonlySet<string>,
  context: MappingContext,
): Promise<BatchResult> {
  const { mapping, functions } = context;
  try {
    const result = await functions.invoke(mapping.functionArn, JSON.stringify({ Records: records }), {});
    const { requestId, functionError, payload } = result;
    if (functionError !== undefined) {
      return { kind: 'failure', reason: errorText(payload), requestId, functionError };
    }
    if (!mapping.reportBatchItemFailures) return { kind: 'success', requestId };
    return { ...readBatchResponse(payload, identifiers), requestId };
  } catch (error) {
    const isThrottled = error instanceof AwsError && error.code === 'TooManyRequestsException';
    if (isThrottled) return { kind: 'throttled', requestId: '' };
    return { kind: 'failure', reason: String(error), requestId: '', functionError: 'Unhandled' };
  }
}

/** `errorType: errorMessage` of a function's error object, or the answer as it is. */
function errorText(payload: string): string {
  try {
    const { errorType, errorMessage } = JSON.parse(payload) as { errorType?: string; errorMessage?: string };
    return errorMessage === undefined ? payload : `${errorType ?? 'Error'}: ${errorMessage}`;
  } catch {
    // The text of an answer that is no error object is the best account of the failure there is.
    return payload;
  }
}
