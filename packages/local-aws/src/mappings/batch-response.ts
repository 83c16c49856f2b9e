/** Whether a function took its whole batch, named the records that it did not take, or failed all of it. */
export type BatchResponse =
  | { readonly kind: 'success' }
  | { readonly kind: 'partial'; readonly failed: ReadonlySet<string> }
  | { readonly kind: 'failure'; readonly reason: string };

/**
 * Reads the answer of a function that reports batch item failures ("Success and failure conditions" in the Lambda
 * Developer Guide, the same for SQS and streams). `known` are the identifiers of the batch.
 */
export function readBatchResponse(payload: string, known: ReadonlySet<string>): BatchResponse {
  const answer = parse(payload);
  if (answer === undefined) return failure('its answer is not JSON');
  if (answer === null) return { kind: 'success' };
  if (typeof answer !== 'object' || Array.isArray(answer)) return failure('its answer is not an object');
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures ?? [];
  if (!Array.isArray(failures)) return failure('batchItemFailures is not a list');
  if (failures.length === 0) return { kind: 'success' };
  const failed = new Set<string>();
  for (const each of failures as unknown[]) {
    const identifier = (each as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof identifier !== 'string' || !known.has(identifier)) {
      return failure(
        `batchItemFailures has an itemIdentifier that is not of this batch: ${JSON.stringify(each)}`,
      );
    }
    failed.add(identifier);
  }
  return { kind: 'partial', failed };
}

function failure(reason: string): BatchResponse {
  return { kind: 'failure', reason };
}

/** An empty answer counts as null. */
function parse(payload: string): unknown {
  if (payload.trim() === '') return null;
  try {
    return JSON.parse(payload) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
