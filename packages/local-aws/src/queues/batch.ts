import { AwsError } from '../parts.js';
import { asInput, type Input, optionalText } from './input.js';
import { queryCodeOf, sqsError } from './sqs-error.js';

const maxEntries = 10;

export interface BatchEntry {
  readonly id: string;
  readonly input: Input;
}

export interface FailedEntry {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

/**
 * The entries of a batch request; `kind` names their type as messages do. Errors: EmptyBatchRequest,
 * TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct.
 */
export function readBatch(input: Input, kind: string): BatchEntry[] {
  const list: unknown = input.Entries ?? [];
  if (!Array.isArray(list)) throw new AwsError('SerializationException', 'Entries is expected to be a list.');
  if (list.length === 0) {
    throw sqsError('EmptyBatchRequest', `There should be at least one ${kind} in the request.`);
  }
  if (list.length > maxEntries) {
    throw sqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${maxEntries}. You have sent ${list.length}.`,
    );
  }
  const entries = list.map((each: unknown) => {
    const entry = asInput(each, kind);
    return { id: optionalText(entry, 'Id') ?? '', input: entry };
  });
  checkIds(entries);
  return entries;
}

function checkIds(entries: readonly BatchEntry[]): void {
  const seen = new Set<string>();
  for (const { id } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(id)) {
      throw sqsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(id)) throw sqsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    seen.add(id);
  }
}

/** Does each entry; an error of the API fails its entry alone. */
export function eachEntry<T>(
  entries: readonly BatchEntry[],
  act: (entry: BatchEntry) => T,
): { done: T[]; failed: FailedEntry[] } {
  const done: T[] = [];
  const failed: FailedEntry[] = [];
  for (const entry of entries) {
    try {
      done.push(act(entry));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({
        Id: entry.id,
        SenderFault: error.statusCode < 500,
        Code: queryCodeOf(error.code),
        Message: error.message,
      });
    }
  }
  return { done, failed };
}

/** `Failed` is left out when nothing failed, `Successful` is always there. */
export function batchResult(successful: readonly unknown[], failed: readonly FailedEntry[]): unknown {
  return { Successful: successful, ...(failed.length > 0 && { Failed: failed }) };
}
