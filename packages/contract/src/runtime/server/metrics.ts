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

const directives = [{ Namespace: namespace, Dimensions: [['service', 'operation']], Metrics: metrics }];

/**
 * Adds what makes a log line count in CloudWatch (Embedded Metric Format): the line itself has the dimensions `service`
 * and `operation`, so one line is log and metric alike.
 */
export function addMetrics(fields: Record<string, unknown>, { status, durationMs }: RequestFigures): void {
  fields._aws = { Timestamp: Date.now(), CloudWatchMetrics: directives };
  fields.Count = 1;
  fields.Latency = durationMs;
  fields['4xx'] = status >= 400 && status < 500 ? 1 : 0;
  fields['5xx'] = status >= 500 ? 1 : 0;
}
