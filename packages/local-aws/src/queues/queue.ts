import type { Attributes } from './entry.js';
import type { MessageStore } from './message-store.js';

/** A queue as the log and the templates have it. */
export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly store: MessageStore;
  /** From the template, or of CreateQueue; absent for a queue that neither has any more: its messages are kept. */
  base: Attributes | undefined;
  readonly ofTemplate: boolean;
  /** What SetQueueAttributes laid over the base. */
  changed: Attributes;
  tags: Attributes;
  createdAt: number;
  modifiedAt: number;
}

/** Attributes in effect. */
export function attributesInEffect(queue: Queue): Attributes {
  return { ...queue.base, ...queue.changed };
}

export function integerAttribute(queue: Queue, name: string): number {
  return Number(queue.changed[name] ?? queue.base?.[name] ?? 0);
}
