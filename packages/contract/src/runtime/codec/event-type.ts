import type * as t from 'io-ts';

/** A published event: its EventBridge detail-type and source, and the codec of its detail. */
export interface EventType<Name extends string, Detail> {
  readonly type: Name;
  readonly source: string;
  readonly codec: t.Type<Detail, Detail, unknown>;
}
