import type { JsonMap } from '../template/json.js';
import { type Alarm, dimensions } from './alarm.js';
import type { WatchedApi, WatchedOperation } from './watched.js';

/** Metrics of one method, which API Gateway counts where `MethodSettings` has `MetricsEnabled`. */
export function methodMetric(api: WatchedApi, { method, path }: WatchedOperation, metric: string): JsonMap {
  return {
    Namespace: 'AWS/ApiGateway',
    MetricName: metric,
    Dimensions: dimensions({ ApiName: api.name, Resource: path, Method: method, Stage: api.stage }),
  };
}

/** Fewer failures than this in a minute are told by the log alone: one bad request of ten at night wakes nobody. */
const fewestFailures = 2;
const failedPercent = 1;

function failures(api: WatchedApi, operation: WatchedOperation): JsonMap {
  const query = (id: string, metric: string): JsonMap => ({
    Id: id,
    ReturnData: false,
    MetricStat: { Metric: methodMetric(api, operation, metric), Period: 60, Stat: 'Sum' },
  });
  const expression = `IF(failed >= ${fewestFailures}, 100 * failed / requests, 0)`;
  return {
    Metrics: [
      { Id: 'percent', Label: 'failed requests (%)', Expression: expression },
      query('failed', '5XXError'),
      query('requests', 'Count'),
    ],
  };
}

/** An operation fails, or is slower than its contract allows (`x-latency-p95-ms`). */
export function operationAlarms(api: WatchedApi, operation: WatchedOperation): Alarm[] {
  const { operationId, method, path, latencyP95Ms } = operation;
  const route = `${operationId} (${method} ${path})`;
  return [
    {
      name: `${operationId}-5xx`,
      about: `More than ${failedPercent} % of the requests to ${route} fail with 5xx. Look into the log for operation = ${operationId}; if a release has just begun, roll it back.`,
      metric: failures(api, operation),
      above: failedPercent,
      periodSeconds: 60,
      periods: [2, 3],
    },
    {
      name: `${operationId}-latency`,
      about: `The p95 of ${route} is above the ${latencyP95Ms} ms of its contract. Look at the traces of the slow requests.`,
      metric: {
        ...methodMetric(api, operation, 'Latency'),
        ExtendedStatistic: 'p95',
        // A few slow requests of few say nothing about the 95th of a hundred.
        EvaluateLowSampleCountPercentile: 'ignore',
      },
      above: latencyP95Ms,
      periodSeconds: 300,
      periods: [2, 3],
    },
  ];
}
