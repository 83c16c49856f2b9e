import type { Deduplication } from './entry.js';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html */
const windowMs = 5 * 60_000;

/** AWS's numbers have 20 digits and grow; they need not be consecutive. */
const firstNumber = 18_849_496_460_467_696_128n;

/** Recognizes duplicates and numbers messages of one FIFO queue. */
export class Deduplicator {
  #sequence = 0;
  /** In order of acceptance, so the oldest stand in front. */
  #accepted = new Map<string, Deduplication>();

  find(key: string): Deduplication | undefined {
    return this.#accepted.get(key);
  }

  /** The sequence number of a new message; undefined for a duplicate. */
  accept(key: string, messageId: string, at: number): string | undefined {
    this.#forgetBefore(at - windowMs);
    if (this.#accepted.has(key)) return undefined;
    const sequenceNumber = this.number();
    this.#accepted.set(key, { key, at, messageId, sequenceNumber });
    return sequenceNumber;
  }

  number(): string {
    return String(firstNumber + BigInt(this.#sequence++) * 256n);
  }

  get state(): { readonly sequence: number; readonly deduplication: readonly Deduplication[] } {
    return { sequence: this.#sequence, deduplication: [...this.#accepted.values()] };
  }

  restore(sequence: number, deduplication: readonly Deduplication[]): void {
    this.#sequence = sequence;
    this.#accepted = new Map(deduplication.map((each) => [each.key, each]));
  }

  #forgetBefore(at: number): void {
    for (const [key, accepted] of this.#accepted) {
      if (accepted.at > at) return;
      this.#accepted.delete(key);
    }
  }
}
