import type { CommitLog } from '@atoll/embedded-dynamodb';
import type { QueueEntry } from './entry.js';
import type { QueueSet } from './queue-set.js';

/** The part's name in the commit log. */
export const part = 'queues';

/** What the actions work with. */
export interface QueueService {
  readonly set: QueueSet;
  readonly log: CommitLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly queueUrl: (name: string) => string;
}

/** Writes the entries as one record; nothing when there are none. */
export function commit(service: QueueService, entries: readonly QueueEntry[]): void {
  if (entries.length > 0) service.log.commit(entries.map((data) => ({ part, data })));
}
