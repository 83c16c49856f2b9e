import type { QueueSpec } from '../system.js';
import type { Attributes } from './entry.js';
import { sqsError } from './sqs-error.js';

/** What an integer attribute may be and is by default; in its API's unit (seconds, bytes). */
const integers: Readonly<Record<string, { min: number; max: number; byDefault: number }>> = {
  DelaySeconds: { min: 0, max: 900, byDefault: 0 },
  MaximumMessageSize: { min: 1024, max: 1_048_576, byDefault: 1_048_576 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, byDefault: 345_600 },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, byDefault: 0 },
  VisibilityTimeout: { min: 0, max: 43_200, byDefault: 30 },
};

const choices: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ['true', 'false'],
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
  SqsManagedSseEnabled: ['true', 'false'],
};

const fifoOnly = ['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];

/** Kept and answered; permissions and encryption have no effect on one machine. */
const kept = ['Policy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'RedriveAllowPolicy'];

export function defaultAttributes(fifo: boolean): Attributes {
  const numbers = Object.entries(integers).map(([name, { byDefault }]) => [name, String(byDefault)]);
  const own = fifo
    ? {
        FifoQueue: 'true',
        ContentBasedDeduplication: 'false',
        DeduplicationScope: 'queue',
        FifoThroughputLimit: 'perQueue',
      }
    : {};
  return { ...Object.fromEntries(numbers), SqsManagedSseEnabled: 'true', ...own };
}

export function attributesOf(spec: QueueSpec): Attributes {
  const redrive = spec.redrive && {
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: spec.redrive.deadLetterArn,
      maxReceiveCount: spec.redrive.maxReceiveCount,
    }),
  };
  return {
    ...defaultAttributes(spec.fifo),
    DelaySeconds: String(spec.delayS),
    MaximumMessageSize: String(spec.maximumMessageBytes),
    MessageRetentionPeriod: String(spec.messageRetentionS),
    ReceiveMessageWaitTimeSeconds: String(spec.receiveWaitS),
    VisibilityTimeout: String(spec.visibilityTimeoutS),
    ...(spec.fifo ? { ContentBasedDeduplication: String(spec.contentBasedDeduplication) } : {}),
    ...redrive,
  };
}

/** Without those that were taken off by an empty value. */
export function withoutEmpty(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

/** Errors: InvalidAttributeName, InvalidAttributeValue. */
export function checkAttributes(attributes: Attributes, fifo: boolean): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (fifoOnly.includes(name) && !fifo) {
      throw sqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    }
    if (!isValid(name, value)) {
      throw sqsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
    }
  }
  const { FifoThroughputLimit, DeduplicationScope } = attributes;
  if (FifoThroughputLimit === 'perMessageGroupId' && DeduplicationScope !== 'messageGroup') {
    throw sqsError(
      'InvalidAttributeValue',
      'Invalid value for the parameter FifoThroughputLimit. Reason: perMessageGroupId is allowed only when the value for DeduplicationScope is messageGroup.',
    );
  }
}

function isValid(name: string, value: string): boolean {
  const integer = integers[name];
  if (integer !== undefined) {
    return /^\d{1,9}$/.test(value) && Number(value) >= integer.min && Number(value) <= integer.max;
  }
  if (name === 'RedrivePolicy') return value === '' || isRedrivePolicy(value);
  const choice = choices[name];
  if (choice !== undefined) return choice.includes(value);
  if (kept.includes(name)) return true;
  throw sqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function isRedrivePolicy(text: string): boolean {
  try {
    const policy = JSON.parse(text) as Record<string, unknown> | null;
    const count = Number(policy?.maxReceiveCount);
    return (
      typeof policy?.deadLetterTargetArn === 'string' &&
      Number.isInteger(count) &&
      count >= 1 &&
      count <= 1000
    );
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
