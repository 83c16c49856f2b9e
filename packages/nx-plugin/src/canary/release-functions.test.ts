import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { completeService } from '../system/complete-service.js';
import { readSystem, type ServiceStack } from '../system/read-system.js';
import { folderWith, root, service } from '../system/system-fixture.js';
import { type JsonMap, mapAt, valueAt } from '../template/json.js';
import { withoutRelease } from './without-release.js';

const contract = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
paths:
  /v1/orders:
    get: { operationId: listOrders, security: [], responses: { '200': { description: All } } }
`;
const more = `  OrdersEventsFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub orders-events-\${Stage}
      CodeUri: dist/events
      DeploymentPreference: { Type: Linear10PercentEvery1Minute }
`;

let folder: string;
beforeEach(() => {
  folder = folderWith({
    'template.yaml': root,
    'apps/orders/template.yaml': service('Orders') + more,
    'apps/catalog/template.yaml': service('Catalog'),
    'packages/orders-client/openapi.yaml': contract,
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

function completed(name: string): JsonMap {
  const { services } = readSystem(join(folder, 'template.yaml'));
  return completeService(services.find((each) => each.service === name) as ServiceStack);
}
const preference = (template: JsonMap, id: string) =>
  mapAt(template, 'Resources', id, 'Properties', 'DeploymentPreference');
const none = [{ Ref: 'AWS::NoValue' }];
const type = { 'Fn::If': ['Production', { Ref: 'TrafficShift' }, 'AllAtOnce'] };

test('the function of an API moves to new versions behind its smoke test and the alarms that watch it', () => {
  const template = completed('orders');
  expect(mapAt(template, 'Resources', 'OrdersFunction', 'Properties')).toMatchObject({
    AutoPublishAlias: 'live',
    VersionDeletionPolicy: 'Delete',
  });
  expect(preference(template, 'OrdersFunction')).toEqual({
    Type: type,
    Alarms: { 'Fn::If': ['Watched', expect.arrayContaining([{ Ref: 'OrdersFunctionErrorsAlarm' }]), none] },
    Hooks: { PreTraffic: { Ref: 'OrdersFunctionSmokeTest' } },
  });
  expect(valueAt(template, 'Parameters', 'TrafficShift', 'Default')).toBe('Canary10Percent5Minutes');
});

test('a function of events has alarms alone, and what its template says of the traffic stays', () => {
  expect(preference(completed('orders'), 'OrdersEventsFunction')).toEqual({
    Type: 'Linear10PercentEvery1Minute',
    Alarms: {
      'Fn::If': [
        'Watched',
        [{ Ref: 'OrdersEventsFunctionThrottlesAlarm' }, { Ref: 'OrdersEventsFunctionErrorsAlarm' }],
        none,
      ],
    },
  });
});

test('the smoke test may invoke versions of its function and report to its deployment group, and nothing else', () => {
  const resources = mapAt(completed('orders'), 'Resources');
  expect(mapAt(resources, 'OrdersFunctionSmokeTest', 'Properties')).toMatchObject({
    FunctionName: { 'Fn::Sub': `CodeDeployHook_orders-\${Stage}` },
    Environment: { Variables: { VERSION: { Ref: 'OrdersFunction.Version' } } },
    Code: { ZipFile: expect.stringContaining('"operationId":"listOrders"') },
  });
  const account = `\${AWS::Region}:\${AWS::AccountId}`;
  const group = `\${ServerlessDeploymentApplication}/\${OrdersFunctionDeploymentGroup}`;
  const [policy] = mapAt(resources, 'OrdersFunctionSmokeTestRole', 'Properties').Policies as JsonMap[];
  expect(valueAt(policy, 'PolicyDocument', 'Statement')).toEqual([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': ['OrdersFunctionSmokeTestLogGroup', 'Arn'] },
    },
    {
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:lambda:${account}:function:orders-\${Stage}:*` },
    },
    {
      Effect: 'Allow',
      Action: 'codedeploy:PutLifecycleEventHookExecutionStatus',
      Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:codedeploy:${account}:deploymentgroup:${group}` },
    },
  ]);
});

test('the API calls the alias, in the form that SAM CLI reads too', () => {
  const text = JSON.stringify(valueAt(completed('orders'), 'Resources', 'OrdersApi'));
  expect(text).toContain(`/functions/\${OrdersFunction.Arn}:live/invocations`);
});

test('without CodeDeploy nothing is left that names it, and the API still finds the alias', () => {
  const left = withoutRelease(completed('orders'));
  expect(JSON.stringify(left.Resources)).not.toMatch(/SmokeTest|DeploymentGroup|DeploymentPreference/);
  expect(mapAt(left, 'Resources', 'OrdersFunction', 'Properties').AutoPublishAlias).toBe('live');
  expect(Object.keys(mapAt(left, 'Resources'))).toContain('OrdersFunctionLogGroup');
});

test('a service without a contract has no smoke test', () => {
  const template = completed('catalog');
  expect(preference(template, 'CatalogFunction')).not.toHaveProperty('Hooks');
  expect(Object.keys(mapAt(template, 'Resources'))).not.toContain('CatalogFunctionSmokeTest');
});

test('the same input gives the same text', () => {
  expect(JSON.stringify(completed('orders'))).toBe(JSON.stringify(completed('orders')));
});
