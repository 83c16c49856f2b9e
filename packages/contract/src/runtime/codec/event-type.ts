import type * as t from 'io-ts';

/**
 * A published event: its EventBridge detail-type and source, and the codec of its detail, which may be another value to
 * code than on the wire.
 */
export interface EventType<Name extends string, Detail> {
  readonly type: Name;
  readonly source: string;
  readonly codec: t.Type<Detail, unknown, unknown>;
}
