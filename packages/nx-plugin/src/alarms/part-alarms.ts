import type { Json, JsonMap } from '../template/json.js';
import { type Alarm, dimensions } from './alarm.js';
import type { WatchedFunction } from './watched.js';

export function functionMetric(logicalId: string, metric: string, statistic: string): JsonMap {
  const name: Json = { Ref: logicalId };
  return {
    Namespace: 'AWS/Lambda',
    MetricName: metric,
    Dimensions: dimensions({ FunctionName: name }),
    Statistic: statistic,
  };
}

export function queueMetric(logicalId: string, metric: string): JsonMap {
  const name: Json = { 'Fn::GetAtt': [logicalId, 'QueueName'] };
  return {
    Namespace: 'AWS/SQS',
    MetricName: metric,
    Dimensions: dimensions({ QueueName: name }),
    Statistic: 'Maximum',
  };
}

/** Milliseconds that an event may wait in a stream, and seconds in a queue, before somebody has to look. */
const oldestEventMs = 60_000;
const oldestMessageSeconds = 300;

function throttles({ logicalId }: WatchedFunction): Alarm {
  return {
    name: `${logicalId}-throttles`,
    about: `${logicalId} is called more often at once than it may run: callers get 429 or wait. Look at its reserved concurrency and the account's.`,
    metric: functionMetric(logicalId, 'Throttles', 'Sum'),
    above: 0,
    periodSeconds: 60,
    periods: [3, 5],
  };
}

function errors({ logicalId }: WatchedFunction): Alarm {
  return {
    name: `${logicalId}-errors`,
    about: `${logicalId} throws, runs out of time or out of memory. Its events are tried again and end in the dead-letter queue. Look into its log for level 50.`,
    metric: functionMetric(logicalId, 'Errors', 'Sum'),
    above: 0,
    periodSeconds: 60,
    periods: [3, 5],
  };
}

function iteratorAge({ logicalId }: WatchedFunction): Alarm {
  return {
    name: `${logicalId}-iterator-age`,
    about: `${logicalId} is ${oldestEventMs / 1000} s behind its stream, so that others learn late of what has happened. After 24 hours events are lost.`,
    metric: functionMetric(logicalId, 'IteratorAge', 'Maximum'),
    above: oldestEventMs,
    periodSeconds: 60,
    periods: [3, 5],
  };
}

/** A function is throttled, fails, or is behind its stream. Failures of an API's function are counted by operation. */
export function functionAlarms(watched: WatchedFunction): Alarm[] {
  return [throttles(watched), errors(watched), ...(watched.readsStream ? [iteratorAge(watched)] : [])];
}

/** Something has failed for good and waits for a person. */
export function deadLetterAlarm(logicalId: string): Alarm {
  return {
    name: `${logicalId}-depth`,
    about: `${logicalId} holds messages that failed for good. Read one, mend the cause, then move them back (SQS: StartMessageMoveTask). They are kept 14 days.`,
    metric: queueMetric(logicalId, 'ApproximateNumberOfMessagesVisible'),
    above: 0,
    periodSeconds: 60,
    periods: [1, 1],
  };
}

/** Messages come faster than they are worked off, or not at all are. */
export function workQueueAlarm(logicalId: string): Alarm {
  return {
    name: `${logicalId}-age`,
    about: `The oldest message of ${logicalId} has waited ${oldestMessageSeconds} s. Look whether its function fails, is throttled or is too slow.`,
    metric: queueMetric(logicalId, 'ApproximateAgeOfOldestMessage'),
    above: oldestMessageSeconds,
    periodSeconds: 60,
    periods: [3, 5],
  };
}
