import type { Json } from '../system.js';

/** An event as rules match it and targets get it ("Event structure", EventBridge User Guide). */
export interface BusEvent {
  readonly [key: string]: Json;
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 in UTC, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: string[];
  readonly detail: { [key: string]: Json };
}

/** A time as events carry it: `2026-01-31T12:00:00Z`. */
export function eventTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
