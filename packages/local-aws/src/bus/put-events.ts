import { randomUUID } from 'node:crypto';
import { AwsError } from '../parts.js';
import type { Json, System } from '../system.js';
import { type BusEvent, eventTime } from './bus-event.js';
import { busNameOf } from './rule.js';

/** One entry of a PutEvents request, before any check. */
export interface PutEventsEntry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly EventBusName?: string;
  readonly Resources?: readonly string[];
  /** Seconds since the epoch. */
  readonly Time?: number;
  readonly TraceHeader?: string;
}

export interface EntryFailure {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

export interface AcceptedEvent {
  readonly event: BusEvent;
  readonly busName: string;
  readonly traceHeader?: string;
}

/** 1 MB since January 2026, 256 KB before ("PutEvents entry size", EventBridge User Guide). */
export const largestRequestBytes = 1024 * 1024;

/** The entries of a request that EventBridge takes as a whole. Errors: AwsError ValidationException. */
export function entriesOf(input: unknown): readonly PutEventsEntry[] {
  const entries = (input as { Entries?: unknown } | null)?.Entries;
  if (!Array.isArray(entries))
    throw validation("Value null at 'entries' failed to satisfy constraint: Member must not be null");
  const bound = entries.length < 1 ? 'greater than or equal to 1' : 'less than or equal to 10';
  if (entries.length < 1 || entries.length > 10) {
    const shown = entries.map(() => 'PutEventsRequestEntry').join(', ');
    throw validation(
      `Value '[${shown}]' at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  const checked = entries.map(typedEntry);
  const bytes = checked.reduce((sum, entry) => sum + entryBytes(entry), 0);
  if (bytes > largestRequestBytes) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  return checked;
}

function validation(what: string): AwsError {
  return new AwsError('ValidationException', `1 validation error detected: ${what}`);
}

const textMembers = ['Source', 'DetailType', 'Detail', 'EventBusName', 'TraceHeader'] as const;

function typedEntry(entry: unknown): PutEventsEntry {
  if (typeof entry !== 'object' || entry === null)
    throw new AwsError('SerializationException', 'Start of structure expected.');
  // As everywhere in the JSON protocol, null stands for an absent member.
  const members: { readonly [key: string]: unknown } = Object.fromEntries(
    Object.entries(entry).filter(([, value]) => value !== null),
  );
  for (const name of textMembers) {
    if (members[name] !== undefined && typeof members[name] !== 'string') {
      throw new AwsError('SerializationException', `${name} is not a string.`);
    }
  }
  if (!isTime(members.Time ?? 0)) {
    throw new AwsError('SerializationException', 'Time is not a number of seconds since the epoch.');
  }
  const resources = members.Resources ?? [];
  if (!Array.isArray(resources) || !resources.every((each) => typeof each === 'string')) {
    throw new AwsError('SerializationException', 'Resources is not a list of strings.');
  }
  return members;
}

/** Seconds since the epoch of a year with four digits: others have no plain ISO 8601 text. */
function isTime(seconds: unknown): boolean {
  if (typeof seconds !== 'number') return false;
  const year = new Date(seconds * 1000).getUTCFullYear();
  return year >= 0 && year <= 9999;
}

/** As "Calculating PutEvents event entry size" in the EventBridge User Guide has it. */
export function entryBytes(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const time = entry.Time === undefined ? 0 : 14;
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), time);
}

/** The event that an entry makes, or why EventBridge refuses this entry alone. */
export function acceptEntry(
  entry: PutEventsEntry,
  system: System,
  nowMs: number,
): AcceptedEvent | EntryFailure {
  const { Source: source, DetailType: detailType, Detail: text } = entry;
  if (!source) return missing('Source');
  if (!detailType) return missing('DetailType');
  if (!text) return missing('Detail');
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = detailOf(text);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const event: BusEvent = {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: system.accountId,
    time: eventTime(entry.Time === undefined ? nowMs : entry.Time * 1000),
    region: system.region,
    resources: [...(entry.Resources ?? [])],
    detail,
  };
  const busName = busNameOf(entry.EventBusName);
  return { event, busName, ...(entry.TraceHeader ? { traceHeader: entry.TraceHeader } : {}) };
}

function missing(name: string): EntryFailure {
  return {
    ErrorCode: 'InvalidArgument',
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  };
}

function detailOf(text: string): { [key: string]: Json } | undefined {
  try {
    const detail = JSON.parse(text) as Json;
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
