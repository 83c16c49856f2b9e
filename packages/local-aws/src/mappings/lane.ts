import { Bell } from './bell.js';
import type { MappingContext } from './mapping-context.js';
import { runRecordBatch, type Settle } from './record-batch.js';
import type { StreamRecord } from './stream-api.js';

/** Of one invocation's payload. */
const largestBatchBytes = 6 * 1024 * 1024;

/** Records of one shard whose order must be kept: one batch of them runs at a time. */
export class Lane {
  readonly #context: MappingContext;
  readonly #streamArn: string;
  readonly #settle: Settle;
  readonly #records: StreamRecord[] = [];
  readonly #bell = new Bell();

  constructor(context: MappingContext, streamArn: string, settle: Settle) {
    this.#context = context;
    this.#streamArn = streamArn;
    this.#settle = settle;
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
      await runRecordBatch(this.#take(), this.#streamArn, context, this.#settle);
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
