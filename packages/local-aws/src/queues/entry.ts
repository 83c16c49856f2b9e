import type { SentMessage, StoredMessage } from './message.js';

export type Attributes = Readonly<Record<string, string>>;

/** A change of one queue in the commit log; queues are named by name, times are milliseconds since 1970. */
export type QueueEntry =
  | { readonly op: 'send'; readonly queue: string; readonly message: SentMessage }
  | {
      readonly op: 'receive';
      readonly queue: string;
      readonly ids: readonly string[];
      readonly receipt: string;
      readonly at: number;
    }
  | { readonly op: 'delete'; readonly queue: string; readonly ids: readonly string[] }
  /** To the dead-letter queue: the message stays the same one. */
  | {
      readonly op: 'deadLetter';
      readonly queue: string;
      readonly id: string;
      readonly to: string;
      readonly source: string;
      readonly at: number;
    }
  /** Out of a dead-letter queue by a move task: it becomes a new message. */
  | {
      readonly op: 'redrive';
      readonly queue: string;
      readonly id: string;
      readonly to: string;
      readonly newId: string;
      readonly at: number;
    }
  | { readonly op: 'purge'; readonly queue: string }
  | {
      readonly op: 'create';
      readonly queue: string;
      readonly attributes: Attributes;
      readonly tags: Attributes;
      readonly at: number;
    }
  | { readonly op: 'drop'; readonly queue: string }
  /** `over`: the template's attributes that these stand over; they give way when the template changes. */
  | {
      readonly op: 'set';
      readonly queue: string;
      readonly attributes: Attributes;
      readonly over: string;
      readonly at: number;
    }
  | { readonly op: 'tag'; readonly queue: string; readonly tags: Attributes }
  | { readonly op: 'untag'; readonly queue: string; readonly keys: readonly string[] }
  /** Written by snapshots only. */
  | { readonly op: 'hold'; readonly queue: string; readonly message: StoredMessage }
  | {
      readonly op: 'sent';
      readonly queue: string;
      readonly sequence: number;
      readonly deduplication: readonly Deduplication[];
    };

/** A message that was accepted in the last five minutes: others with its key are its duplicates. */
export interface Deduplication {
  readonly key: string;
  readonly at: number;
  readonly messageId: string;
  readonly sequenceNumber: string;
}
