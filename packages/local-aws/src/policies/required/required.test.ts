import type { RestRequest } from '../../parts.js';
import { arn, systemWith } from '../system-fixture.js';
import { apiGatewayAccess } from './api-gateway.js';
import { eventsAccess } from './events.js';
import { lambdaAccess } from './lambda.js';
import { snsAccess } from './sns.js';
import { sqsAccess } from './sqs.js';
import { ssmAccess } from './ssm.js';

const system = systemWith([]);
const queue = arn('sqs', 'jobs');
const dead = arn('sqs', 'dead');
const QueueUrl = 'http://127.0.0.1:4566/000000000000/jobs';
const handle = Buffer.from(JSON.stringify({ taskId: '1', sourceArn: dead })).toString('base64');

test.each([
  ['SendMessage', { QueueUrl }, [`sqs:SendMessage ${queue}`]],
  ['SendMessageBatch', { QueueUrl: '/000000000000/jobs' }, [`sqs:SendMessage ${queue}`]],
  ['DeleteMessageBatch', { QueueUrl }, [`sqs:DeleteMessage ${queue}`]],
  ['ChangeMessageVisibilityBatch', { QueueUrl }, [`sqs:ChangeMessageVisibility ${queue}`]],
  ['ReceiveMessage', { QueueUrl }, [`sqs:ReceiveMessage ${queue}`]],
  ['GetQueueUrl', { QueueName: 'jobs' }, [`sqs:GetQueueUrl ${queue}`]],
  ['ListQueues', {}, [`sqs:ListQueues ${arn('sqs', '*')}`]],
  ['CancelMessageMoveTask', { TaskHandle: handle }, [`sqs:CancelMessageMoveTask ${dead}`]],
  ['ListMessageMoveTasks', { SourceArn: dead }, [`sqs:ListMessageMoveTasks ${dead}`]],
  [
    'StartMessageMoveTask',
    { SourceArn: dead, DestinationArn: queue },
    [
      `sqs:StartMessageMoveTask ${dead}`,
      `sqs:ReceiveMessage ${dead}`,
      `sqs:DeleteMessage ${dead}`,
      `sqs:GetQueueAttributes ${dead}`,
      `sqs:SendMessage ${queue}`,
    ],
  ],
  ['SendMessage', {}, []],
])('SQS %s %j requires %j', (action, input, expected) => {
  expect(sqsAccess(action, input, system).map((each) => `${each.action} ${each.resource}`)).toEqual(expected);
});

test('each entry of PutEvents requires its bus, and tells its source and type', () => {
  const Entries = [
    { EventBusName: 'shop', Source: 'orders', DetailType: 'Placed' },
    { EventBusName: arn('events', 'event-bus/shop') },
    {},
  ];
  expect(eventsAccess('PutEvents', { Entries }, system)).toEqual([
    {
      action: 'events:PutEvents',
      resource: arn('events', 'event-bus/shop'),
      context: { 'events:source': ['orders'], 'events:detail-type': ['Placed'] },
    },
    { action: 'events:PutEvents', resource: arn('events', 'event-bus/shop'), context: {} },
    { action: 'events:PutEvents', resource: arn('events', 'event-bus/default'), context: {} },
  ]);
});

test.each([
  ['PutRule', { Name: 'r' }, arn('events', 'rule/r')],
  ['PutTargets', { Rule: 'r', EventBusName: 'shop' }, arn('events', 'rule/shop/r')],
  ['ListRules', {}, arn('events', 'rule/*')],
  ['DescribeEventBus', { Name: 'shop' }, arn('events', 'event-bus/shop')],
  ['ListEventBuses', {}, arn('events', 'event-bus/*')],
  ['TestEventPattern', {}, '*'],
])('EventBridge %s %j requires %s', (action, input, resource) => {
  expect(eventsAccess(action, input, system)).toEqual([{ action: `events:${action}`, resource }]);
});

test.each([
  ['GetParameter', { Name: '/a/b' }, [arn('ssm', 'parameter/a/b')]],
  ['GetParameter', { Name: 'a:3' }, [arn('ssm', 'parameter/a')]],
  ['GetParameter', { Name: arn('ssm', 'parameter/a/b') }, [arn('ssm', 'parameter/a/b')]],
  ['GetParameters', { Names: ['/a', 'b', 7] }, [arn('ssm', 'parameter/a'), arn('ssm', 'parameter/b')]],
  ['GetParametersByPath', { Path: '/a/' }, [arn('ssm', 'parameter/a/')]],
  ['DescribeParameters', {}, [arn('ssm', '*')]],
  ['PutParameter', {}, []],
])('SSM %s %j requires %j', (action, input, resources) => {
  expect(ssmAccess(action, input, system)).toEqual(
    resources.map((resource) => ({ action: `ssm:${action}`, resource })),
  );
});

const functions = '/2015-03-31/functions';
const orders = arn('lambda', 'function:orders');

test.each([
  ['POST', `${functions}/orders/invocations`, 'InvokeFunction', orders],
  ['POST', `${functions}/${encodeURIComponent(orders)}/invocations`, 'InvokeFunction', orders],
  ['POST', `${functions}/000000000000:function:orders/invocations`, 'InvokeFunction', orders],
  ['POST', `${functions}/orders:live/invocations`, 'InvokeFunction', `${orders}:live`],
  ['POST', `${functions}/orders/invocations?Qualifier=2`, 'InvokeFunction', `${orders}:2`],
  ['GET', `${functions}/orders`, 'GetFunction', orders],
  ['GET', `${functions}/orders/configuration`, 'GetFunctionConfiguration', orders],
  ['GET', `${functions}/`, 'ListFunctions', '*'],
])('Lambda %s %s requires %s', (method, url, action, resource) => {
  const request: RestRequest = { method, url, headers: {}, body: Buffer.alloc(0) };
  expect(lambdaAccess(request, system)).toEqual([{ action: `lambda:${action}`, resource }]);
});

test('what Lambda does not know requires nothing', () => {
  const request = { headers: {}, body: Buffer.alloc(0) };
  expect(lambdaAccess({ ...request, method: 'DELETE', url: `${functions}/orders` }, system)).toEqual([]);
  expect(lambdaAccess({ ...request, method: 'GET', url: '/2016-01-01/other' }, system)).toEqual([]);
});

test.each([
  ['Publish', { TopicArn: arn('sns', 'a') }, [{ action: 'sns:Publish', resource: arn('sns', 'a') }]],
  ['Publish', { TargetArn: arn('sns', 'a') }, [{ action: 'sns:Publish', resource: arn('sns', 'a') }]],
  ['PublishBatch', { TopicArn: arn('sns', 'a') }, [{ action: 'sns:Publish', resource: arn('sns', 'a') }]],
  ['ListTopics', {}, [{ action: 'sns:ListTopics', resource: arn('sns', '*') }]],
  ['Publish', {}, []],
])('SNS %s %j requires %j', (action, input, accesses) => {
  expect(snsAccess(action, input, system)).toEqual(accesses);
});

test('API Gateway names its resources by their paths', () => {
  const request = { method: 'GET', url: '/apikeys/k1?includeValue=true' };
  expect(apiGatewayAccess(request, system)).toEqual([
    { action: 'apigateway:GET', resource: 'arn:aws:apigateway:us-east-1::/apikeys/k1' },
  ]);
});
