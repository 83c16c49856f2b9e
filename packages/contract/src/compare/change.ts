import type { Json, Place } from '../model.js';

/** What a change asks of the next version: a major, a minor or a patch. */
export type Level = 'breaking' | 'additive' | 'neutral';

/** A value that one side writes and the other refuses. */
export interface Witness {
  readonly value: Json;
  /** Which side accepts it: for a request the old contract, for a response the new one. */
  readonly acceptedBy: 'old' | 'new';
}

/** One difference of two contracts. */
export interface Change {
  /** Id of the rule: `request-property-max-length-decreased`. Ids are never renamed or reused. */
  readonly rule: string;
  readonly level: Level;
  /** Breaks nobody who follows the contract, but may surprise who relied on more than it promises. */
  readonly caution: boolean;
  /** `GET /v1/orders/{orderId}`, `webhook OrderPlaced`, or undefined for the document itself. */
  readonly operation?: string | undefined;
  readonly operationId?: string | undefined;
  readonly old?: Place | undefined;
  readonly new?: Place | undefined;
  /** One sentence without a full stop. */
  readonly message: string;
  /** What the rule does not say: `path` for what concerns a whole path, `header`, `required` or `optional`. */
  readonly detail?: Detail | undefined;
  readonly witness?: Witness | undefined;
}

export type Detail = 'path' | 'header' | 'required' | 'optional';
