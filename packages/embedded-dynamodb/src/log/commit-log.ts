/** One change of one participant's state. `data` is JSON; binary values are base64 strings inside it. */
export interface Entry {
  readonly part: string;
  readonly data: unknown;
}

/** A state machine whose state is exactly the entries applied to it: tables, queues, mapping checkpoints, parameters. */
export interface Participant {
  /** The only place where state changes; called for live commits and for replay alike. Deterministic; never throws. */
  apply(data: unknown): void;
  /** Entries that rebuild the present state from nothing. */
  snapshot(): Iterable<unknown>;
}

/**
 * The append-only truth of everything local. A record holds all entries of one transaction, whatever parts they
 * belong to: after a crash at any byte either all of them are replayed or none.
 */
export interface CommitLog {
  /** Registers a participant under its part name; before `open`. */
  join(part: string, participant: Participant): void;
  /** Replays snapshot and log into the participants. Errors: directory in use by another process (names its pid). */
  open(): Promise<void>;
  /** Hands one record to the operating system, then applies its entries, synchronously. A kill -9 afterwards loses nothing. */
  commit(entries: readonly Entry[]): void;
  /** Resolves when everything committed so far is as durable as the options ask: at once, or after the group's fsync. */
  durable(): Promise<void>;
  close(): Promise<void>;
}
