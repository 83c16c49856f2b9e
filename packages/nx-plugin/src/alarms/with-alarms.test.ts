import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readSystem, type ServiceStack } from '../system/read-system.js';
import { folderWith, root, service } from '../system/system-fixture.js';
import { type JsonMap, mapAt, valueAt } from '../template/json.js';
import { withAlarms } from './with-alarms.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** As it stands in a text for `Fn::Sub`. */
const stage = `\${Stage}`;
const region = `\${AWS::Region}`;

const parts = `
  OrdersEventsFunction:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Queue: { Type: SQS, Properties: { Queue: !GetAtt OrdersQueue.Arn } }
  OrdersPublisherFunction:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Outbox: { Type: DynamoDB, Properties: { Stream: !GetAtt OrdersTable.StreamArn, DestinationConfig: { OnFailure: { Destination: !GetAtt StreamLetters.Arn } } } }
  OrdersQueue:
    Type: AWS::SQS::Queue
    Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt OrdersDeadLetters.Arn, maxReceiveCount: 5 } }
  OrdersDeadLetters: { Type: AWS::SQS::Queue }
  StreamLetters: { Type: AWS::SQS::Queue }
  OtherQueue: { Type: AWS::SQS::Queue }
  OrdersTable: { Type: AWS::DynamoDB::Table }
`;

function ordersOf(template: string): ServiceStack {
  const folder = folderWith({
    'template.yaml': root,
    'apps/orders/template.yaml': template,
    'apps/catalog/template.yaml': service('Catalog'),
  });
  folders.push(folder);
  const found = readSystem(join(folder, 'template.yaml')).services.find((each) => each.service === 'orders');
  if (found === undefined) throw new Error('the fixture has no orders');
  return found;
}

function completed(template: string): JsonMap {
  const orders = ordersOf(template);
  return withAlarms(orders, { Conditions: { Production: true }, ...orders.value });
}

const alarms = (template: JsonMap) =>
  Object.entries(mapAt(template, 'Resources')).filter(
    ([, each]) => valueAt(each, 'Type') === 'AWS::CloudWatch::Alarm',
  );

test('an operation has an alarm for failures and one for its budget', () => {
  const template = completed(
    service('Orders').replace(
      'operationId: listOrders',
      'operationId: listOrders\n              x-latency-p95-ms: 250',
    ),
  );
  expect(mapAt(template, 'Resources', 'OrdersListOrders5xxAlarm', 'Properties')).toMatchObject({
    AlarmName: { 'Fn::Sub': `orders-${stage}-listOrders-5xx` },
    Threshold: 1,
    DatapointsToAlarm: 2,
    EvaluationPeriods: 3,
    TreatMissingData: 'notBreaching',
    Metrics: [
      { Id: 'percent', Expression: 'IF(failed >= 2, 100 * failed / requests, 0)' },
      {
        Id: 'failed',
        ReturnData: false,
        MetricStat: { Metric: { MetricName: '5XXError' }, Period: 60, Stat: 'Sum' },
      },
      { Id: 'requests', ReturnData: false, MetricStat: { Metric: { MetricName: 'Count' } } },
    ],
  });
  const latency = mapAt(template, 'Resources', 'OrdersListOrdersLatencyAlarm', 'Properties');
  expect(latency).toMatchObject({
    MetricName: 'Latency',
    ExtendedStatistic: 'p95',
    Threshold: 250,
    Period: 300,
  });
  expect(latency.Statistic).toBeUndefined();
  expect(latency.Dimensions).toEqual([
    { Name: 'ApiName', Value: { 'Fn::Sub': `orders-${stage}` } },
    { Name: 'Resource', Value: '/v1/orders' },
    { Name: 'Method', Value: 'GET' },
    { Name: 'Stage', Value: { Ref: 'Stage' } },
  ]);
});

test('an operation without a budget is held to a second', () => {
  const template = completed(service('Orders'));
  expect(valueAt(template, 'Resources', 'OrdersListOrdersLatencyAlarm', 'Properties', 'Threshold')).toBe(
    1000,
  );
});

test('functions, streams, dead letters and queues that are read have alarms, other queues none', () => {
  const template = completed(service('Orders') + parts);
  const names = alarms(template).map(([, each]) => valueAt(each, 'Properties', 'AlarmName', 'Fn::Sub'));
  expect(names.map((name) => String(name).replace(`orders-${stage}-`, ''))).toEqual([
    'listOrders-5xx',
    'listOrders-latency',
    'OrdersFunction-throttles',
    'OrdersFunction-errors',
    'OrdersEventsFunction-throttles',
    'OrdersEventsFunction-errors',
    'OrdersPublisherFunction-throttles',
    'OrdersPublisherFunction-errors',
    'OrdersPublisherFunction-iterator-age',
    'OrdersDeadLetters-depth',
    'StreamLetters-depth',
    'OrdersQueue-age',
  ]);
  expect(mapAt(template, 'Resources', 'OrdersDeadLettersDepthAlarm', 'Properties')).toMatchObject({
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['OrdersDeadLetters', 'QueueName'] } }],
    Statistic: 'Maximum',
    Threshold: 0,
    EvaluationPeriods: 1,
  });
});

test('alarms and dashboard are made in production or for a topic, to which the alarms go', () => {
  const template = completed(service('Orders'));
  expect(mapAt(template, 'Conditions')).toMatchObject({
    AlarmTopic: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AlarmTopicArn' }, ''] }] },
    Watched: { 'Fn::Or': [{ Condition: 'Production' }, { Condition: 'AlarmTopic' }] },
  });
  for (const [, alarm] of alarms(template)) {
    expect(valueAt(alarm, 'Condition')).toBe('Watched');
    expect(valueAt(alarm, 'Properties', 'AlarmActions')).toEqual({
      'Fn::If': ['AlarmTopic', [{ Ref: 'AlarmTopicArn' }], { Ref: 'AWS::NoValue' }],
    });
  }
  expect(valueAt(template, 'Parameters', 'AlarmTopicArn', 'Default')).toBe('');
  expect(valueAt(template, 'Resources', 'OrdersDashboard', 'Condition')).toBe('Watched');
});

test('the dashboard is JSON for Fn::Sub, with a budget line and no widget without metrics', () => {
  const template = completed(service('Orders'));
  const body = valueAt(template, 'Resources', 'OrdersDashboard', 'Properties', 'DashboardBody', 'Fn::Sub');
  const { widgets } = JSON.parse(String(body)) as {
    widgets: {
      x: number;
      y: number;
      properties: { title: string; region: string; metrics: unknown[]; annotations?: object };
    }[];
  };
  const titles = widgets.map(({ properties }) => properties.title);
  expect(titles).toEqual([
    'Requests',
    'Latency of all operations (ms)',
    'Requests by operation',
    'p95 by operation (ms)',
    '5xx by operation',
    'Errors of functions',
    'Throttles of functions',
    'Duration of functions, p95 (ms)',
  ]);
  expect(widgets.slice(0, 3).map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [12, 0],
    [0, 6],
  ]);
  expect(widgets[3]?.properties).toMatchObject({
    region: region,
    metrics: [
      [
        'AWS/ApiGateway',
        'Latency',
        'ApiName',
        `orders-${stage}`,
        'Resource',
        '/v1/orders',
        'Method',
        'GET',
        'Stage',
        stage,
        { label: 'listOrders' },
      ],
    ],
    annotations: { horizontal: [{ label: 'budget 1000 ms', value: 1000 }] },
  });
});

test('an API gets an access log where it is watched, unless it has one of its own', () => {
  const template = completed(service('Orders'));
  const setting = valueAt(template, 'Resources', 'OrdersApi', 'Properties', 'AccessLogSetting', 'Fn::If');
  expect(setting).toEqual([
    'Watched',
    expect.objectContaining({ DestinationArn: { 'Fn::GetAtt': ['OrdersApiAccessLogs', 'Arn'] } }),
    { Ref: 'AWS::NoValue' },
  ]);
  const format = valueAt((setting as JsonMap[])[1], 'Format');
  expect(JSON.parse(String(format))).toMatchObject({
    requestId: '$context.requestId',
    status: '$context.status',
  });
  const own = completed(
    service('Orders').replace('      Cors:', '      AccessLogSetting: { Format: own }\n      Cors:'),
  );
  expect(mapAt(own, 'Resources', 'OrdersApi', 'Properties', 'AccessLogSetting')).toEqual({ Format: 'own' });
  expect(valueAt(own, 'Resources', 'OrdersApiAccessLogs')).toBeUndefined();
});

test('an API without a name is refused with its place', () => {
  const unnamed = service('Orders').replace(/ {6}Name: .*\n/, '');
  expect(() => completed(unnamed)).toThrow(/OrdersApi has no Name/);
});

test('more resources than CloudFormation takes are refused', () => {
  const many = (count: number) => {
    const queues = Array.from({ length: count }, (_, at) => `  Queue${at}: { Type: AWS::SQS::Queue }\n`);
    return service('Orders') + queues.join('');
  };
  // API, function, access log, dashboard, two alarms of the operation and two of the function.
  expect(Object.keys(mapAt(completed(many(492)), 'Resources'))).toHaveLength(500);
  expect(() => completed(many(493))).toThrow(
    /orders has 501 resources with its alarms, and CloudFormation takes 500/,
  );
});
