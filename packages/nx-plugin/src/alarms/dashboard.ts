import type { Json, JsonMap } from '../template/json.js';
import { watchedCondition } from './alarm.js';
import type { Watched, WatchedApi } from './watched.js';

interface Widget {
  readonly title: string;
  readonly metrics: readonly Json[];
  readonly statistic: string;
  /** Lines across the graph. */
  readonly limits?: readonly { readonly label: string; readonly value: number }[];
}

const columns = 2;
const width = 24 / columns;
const height = 6;

function widget({ title, metrics, statistic, limits = [] }: Widget, at: number): JsonMap {
  const annotations: JsonMap =
    limits.length === 0 ? {} : { annotations: { horizontal: limits.map((each) => ({ ...each })) } };
  return {
    type: 'metric',
    x: (at % columns) * width,
    y: Math.floor(at / columns) * height,
    width,
    height,
    properties: {
      title,
      region: reference('AWS::Region'),
      view: 'timeSeries',
      stat: statistic,
      period: 60,
      metrics,
      ...annotations,
    },
  };
}

/** What `Fn::Sub` puts a value in the place of. */
function reference(name: string): string {
  return `\${${name}}`;
}

/** The text of `!Sub text`, `!Ref Name` or a text, to stand in the body's own `Fn::Sub`. */
function substituted(value: Json): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Sub': text, Ref: name } = value as JsonMap;
  return typeof text === 'string' ? text : reference(String(name));
}

function apiWidgets(api: WatchedApi): Widget[] {
  const name = substituted(api.name);
  const stage = substituted(api.stage);
  const ofApi = (metric: string, options: JsonMap = {}): Json => [
    'AWS/ApiGateway',
    metric,
    'ApiName',
    name,
    options,
  ];
  const ofMethod = (metric: string) =>
    api.operations.map(
      ({ operationId, path, method }): Json => [
        ...['AWS/ApiGateway', metric, 'ApiName', name, 'Resource', path, 'Method', method, 'Stage', stage],
        { label: operationId },
      ],
    );
  const limits = [...new Set(api.operations.map(({ latencyP95Ms }) => latencyP95Ms))].map((value) => ({
    label: `budget ${value} ms`,
    value,
  }));
  return [
    { title: 'Requests', statistic: 'Sum', metrics: [ofApi('Count'), ofApi('4XXError'), ofApi('5XXError')] },
    {
      title: 'Latency of all operations (ms)',
      statistic: 'p50',
      metrics: ['p50', 'p95', 'p99'].map((stat) => ofApi('Latency', { stat, label: stat })),
    },
    { title: 'Requests by operation', statistic: 'Sum', metrics: ofMethod('Count') },
    { title: 'p95 by operation (ms)', statistic: 'p95', metrics: ofMethod('Latency'), limits },
    { title: '5xx by operation', statistic: 'Sum', metrics: ofMethod('5XXError') },
  ];
}

function functionWidgets({ functions }: Watched): Widget[] {
  const of = (metric: string, among = functions) =>
    among.map(
      ({ logicalId }): Json => [
        'AWS/Lambda',
        metric,
        'FunctionName',
        reference(logicalId),
        { label: logicalId },
      ],
    );
  const readers = functions.filter(({ readsStream }) => readsStream);
  return [
    { title: 'Errors of functions', statistic: 'Sum', metrics: of('Errors') },
    { title: 'Throttles of functions', statistic: 'Sum', metrics: of('Throttles') },
    { title: 'Duration of functions, p95 (ms)', statistic: 'p95', metrics: of('Duration') },
    { title: 'Age of events in streams (ms)', statistic: 'Maximum', metrics: of('IteratorAge', readers) },
  ];
}

function queueWidgets({ deadLetterQueues, workQueues }: Watched): Widget[] {
  const of = (metric: string, ids: readonly string[]) =>
    ids.map((id): Json => ['AWS/SQS', metric, 'QueueName', reference(`${id}.QueueName`), { label: id }]);
  return [
    {
      title: 'Dead letters',
      statistic: 'Maximum',
      metrics: of('ApproximateNumberOfMessagesVisible', deadLetterQueues),
    },
    {
      title: 'Oldest message (s)',
      statistic: 'Maximum',
      metrics: of('ApproximateAgeOfOldestMessage', workQueues),
    },
  ];
}

function tableWidgets({ tables }: Watched): Widget[] {
  const of = (metric: string) =>
    tables.map(
      (id): Json => ['AWS/DynamoDB', metric, 'TableName', reference(id), { label: `${id} ${metric}` }],
    );
  return [
    {
      title: 'Throttled calls of tables',
      statistic: 'Sum',
      metrics: ['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap(of),
    },
  ];
}

/** One dashboard of a service: its API and operations with their budgets, functions, queues, tables. */
export function dashboardResource(service: string, watched: Watched): JsonMap {
  const all = [
    ...watched.apis.flatMap(apiWidgets),
    ...functionWidgets(watched),
    ...queueWidgets(watched),
    ...tableWidgets(watched),
  ];
  const widgets = all.filter(({ metrics }) => metrics.length > 0).map(widget);
  return {
    Type: 'AWS::CloudWatch::Dashboard',
    Condition: watchedCondition,
    Properties: {
      DashboardName: { 'Fn::Sub': `${service}-\${Stage}` },
      DashboardBody: { 'Fn::Sub': JSON.stringify({ widgets }) },
    },
  };
}
