/** Namespace of every service's metrics in CloudWatch. */
export const namespace = 'Atoll';

export interface RequestFigures {
  readonly status: number;
  readonly durationMs: number;
}

const metrics = [
  { Name: 'Count', Unit: 'Count' },
  { Name: 'Latency', Unit: 'Milliseconds' },
  { Name: '4xx', Unit: 'Count' },
  { Name: '5xx', Unit: 'Count' },
];

/**
 * What makes a log line count in CloudWatch (Embedded Metric Format): the line itself has the dimensions `service`
 * and `operation`, so one line is log and metric alike.
 */
export function requestMetrics({ status, durationMs }: RequestFigures): Record<string, unknown> {
  const directive = { Namespace: namespace, Dimensions: [['service', 'operation']], Metrics: metrics };
  return {
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] },
    Count: 1,
    Latency: durationMs,
    '4xx': status >= 400 && status < 500 ? 1 : 0,
    '5xx': status >= 500 ? 1 : 0,
  };
}
