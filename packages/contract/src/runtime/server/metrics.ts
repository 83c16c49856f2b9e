/** Namespace of every service's metrics in CloudWatch. */
export const namespace = 'Atoll';

const metrics = [
  { Name: 'Count', Unit: 'Count' },
  { Name: 'Latency', Unit: 'Milliseconds' },
  { Name: '4xx', Unit: 'Count' },
  { Name: '5xx', Unit: 'Count' },
];

const CloudWatchMetrics = [
  { Namespace: namespace, Dimensions: [['service', 'operation']], Metrics: metrics },
];

/**
 * What makes a log line count in CloudWatch (Embedded Metric Format: `_aws`): the line itself has the dimensions
 * `service` and `operation`, so one line is log and metric alike. `Timestamp` is in epoch milliseconds.
 */
export function metricsAt(Timestamp: number): object {
  return { Timestamp, CloudWatchMetrics };
}

/** The JSON of `metricsAt`, up to the number and the brace that end it. */
export const metricsBeforeTime: string = `${JSON.stringify({ CloudWatchMetrics }).slice(0, -1)},"Timestamp":`;

/** The figures of a request that follow from its status. */
export function countedAs(status: number): object {
  const is4xx = status >= 400 && status < 500;
  return { Count: 1, '4xx': is4xx ? 1 : 0, '5xx': status >= 500 ? 1 : 0 };
}
