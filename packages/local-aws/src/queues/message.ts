/** A message attribute as the API writes it; `BinaryValue` is base64. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What a sender decides; times are milliseconds since 1970. */
export interface SentMessage {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  /** When its delay ends; `sentAt` without one. */
  readonly availableAt: number;
  readonly attributes?: MessageAttributes;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** What a duplicate is recognized by: the id, within the group where the queue's DeduplicationScope says so. */
  readonly deduplicationKey?: string;
}

/** What the log makes of a message. */
export interface StoredMessage extends SentMessage {
  readonly sequenceNumber?: string;
  readonly receiveCount: number;
  readonly firstReceivedAt?: number;
  /** Distinguishes the last receive from those before it. */
  readonly receipt?: string;
  /** ARN of the queue that it was moved out of to this dead-letter queue. */
  readonly deadLetterSource?: string;
  /** How many of its receives were in queues before this one: they do not count for this one's redrive policy. */
  readonly receivedElsewhere?: number;
}

/** Visibility, which dies with the process: `delayed` and `inFlight` end at `visibleAt`. */
export type Phase = 'ready' | 'delayed' | 'inFlight' | 'gone';

/** A message in its queue. */
export interface Held {
  message: StoredMessage;
  /** Place in the queue; a message that becomes visible again keeps it. */
  readonly order: number;
  phase: Phase;
  visibleAt: number;
  /** When the present receive began: visibility ends at most 12 hours after it. */
  receivedAt: number;
}
