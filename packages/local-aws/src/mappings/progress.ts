/**
 * Which sequence numbers of a shard are done with. Lanes finish out of order; the checkpoint is the last number
 * before which nothing is open, so a crash repeats records and never skips one.
 */
export class Progress {
  readonly #open: { readonly sequenceNumber: string; done: boolean }[] = [];
  readonly #bySequenceNumber = new Map<string, { readonly sequenceNumber: string; done: boolean }>();

  /** Registers a record in the order of the shard. */
  begin(sequenceNumber: string): void {
    const record = { sequenceNumber, done: false };
    this.#open.push(record);
    this.#bySequenceNumber.set(sequenceNumber, record);
  }

  /** Marks records as done with; returns the new checkpoint where it has moved. */
  finish(sequenceNumbers: Iterable<string>): string | undefined {
    for (const each of sequenceNumbers) {
      const record = this.#bySequenceNumber.get(each);
      if (record !== undefined) record.done = true;
    }
    return this.#advance();
  }

  #advance(): string | undefined {
    const firstOpen = this.#open.findIndex(({ done }) => !done);
    const finished = this.#open.splice(0, firstOpen < 0 ? this.#open.length : firstOpen);
    for (const { sequenceNumber } of finished) this.#bySequenceNumber.delete(sequenceNumber);
    return finished.at(-1)?.sequenceNumber;
  }

  /** How many records are registered and not behind the checkpoint. */
  get size(): number {
    return this.#open.length;
  }
}
