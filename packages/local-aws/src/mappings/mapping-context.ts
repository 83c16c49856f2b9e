import type { CommitLog, Tables } from '@atoll/embedded-dynamodb';
import type { Functions, Output, Queues } from '../parts.js';
import type { EventSourceMappingSpec, Json, System } from '../system.js';

export interface MappingsOptions {
  readonly system: System;
  readonly log: CommitLog;
  readonly queues: Queues;
  readonly functions: Pick<Functions, 'invoke'>;
  readonly tables: Pick<Tables, 'call' | 'onStreamRecords'>;
  readonly output: Output;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** What one running mapping works with. */
export interface MappingContext extends Required<MappingsOptions> {
  readonly mapping: EventSourceMappingSpec;
  /** Whether any of the mapping's filters takes the record; true where there are none. */
  readonly passes: (record: Json) => boolean;
  /** Aborted when the mapping closes. */
  readonly signal: AbortSignal;
}

/** The last part of an ARN, as lines of output name it. */
export function nameOf(arn: string): string {
  return arn.split(/[:/]/).pop() ?? arn;
}
