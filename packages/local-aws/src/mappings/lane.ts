import { Bell } from './bell.js';
import { runRecordBatch, type StreamContext } from './record-batch.js';
import type { StreamRecord } from './stream-api.js';

/** Of one invocation's payload. */
const largestBatchBytes = 6 * 1024 * 1024;

/** Records of one shard whose order must be kept: one batch of them runs at a time. */
export class Lane {
  readonly #context: StreamContext;
  readonly #records: StreamRecord[] = [];
  readonly #bell = new Bell();

  constructor(context: StreamContext) {
    this.#context = context;
  }

  push(record: StreamRecord): void {
    this.#records.push(record);
    this.#bell.ring();
  }

  /** Runs batches until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const context = { ...this.#context, signal };
    while (!signal.aborted) {
      if (this.#records.length === 0) {
        await this.#bell.next(signal);
        continue;
      }
      await this.#window(signal);
      await runRecordBatch(this.#take(), context);
    }
  }

  /** Lets a batch fill up for as long as the batching window lasts. */
  async #window(signal: AbortSignal): Promise<void> {
    const { mapping, now } = this.#context;
    const endMs = now() + mapping.maximumBatchingWindowS * 1000;
    while (this.#records.length < mapping.batchSize && now() < endMs && !signal.aborted) {
      await this.#bell.next(signal, endMs - now());
    }
  }

  #take(): StreamRecord[] {
    const { batchSize } = this.#context.mapping;
    let bytes = 0;
    const tooLarge = this.#records.findIndex((record, index) => {
      bytes += Buffer.byteLength(JSON.stringify(record));
      return index >= batchSize || (index > 0 && bytes > largestBatchBytes);
    });
    return this.#records.splice(0, tooLarge < 0 ? this.#records.length : tooLarge);
  }
}
