import type { Held } from './message.js';

/** In which order a queue gives its messages out: any ready one, or by groups. */
export interface Sequence {
  /** Tells that a message is new or has changed its phase; `before` is undefined for a new one. */
  changed(held: Held, before: Held['phase'] | undefined): void;
  /** Up to `max` messages that may be given out now. They stay ready until their phase is changed. */
  next(max: number): Held[];
  /** Undoes `next` for messages that are still ready. */
  putBack(held: readonly Held[]): void;
}
