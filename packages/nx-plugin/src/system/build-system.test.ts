import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapAt, valueAt } from '../template/json.js';
import { readTemplate } from '../template/read-template.js';
import { buildSystem } from './build-system.js';
import { environmentOf } from './container-environment.js';
import { readSystem } from './read-system.js';
import { folderWith, root, service } from './system-fixture.js';

let folder: string;
beforeEach(() => {
  folder = folderWith({
    'template.yaml': root,
    'apps/orders/template.yaml': service('Orders'),
    'apps/orders/dist/api/index.mjs': '',
    'apps/catalog/template.yaml': service('Catalog'),
    'apps/catalog/dist/api/index.mjs': '',
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

const build = () => buildSystem(readSystem(join(folder, 'template.yaml')));
const built = () => readTemplate(join(folder, '.aws-sam/build/apps/orders/template.yaml')).value;

test('the built template finds its code from where it stands', () => {
  build();
  expect(valueAt(built(), 'Resources', 'OrdersFunction', 'Properties', 'CodeUri')).toBe(
    '../../../../apps/orders/dist/api',
  );
});

test('an included definition is written into the template, for nested stacks cannot include', () => {
  const definition = { openapi: '3.0.1', paths: { '/v1/included': {} } };
  writeFileSync(join(folder, 'apps/orders/definition.yaml'), JSON.stringify(definition));
  const [before, after] = service('Orders').split(/ {8}openapi[\s\S]*invocations' \}\n/);
  const include =
    '        Fn::Transform: { Name: AWS::Include, Parameters: { Location: definition.yaml } }\n';
  writeFileSync(join(folder, 'apps/orders/template.yaml'), `${before}${include}${after}`);
  build();
  expect(valueAt(built(), 'Resources', 'OrdersApi', 'Properties', 'DefinitionBody')).toEqual(definition);
});

test('each function gets a log group with a retention, its permission, and the variable for the endpoint', () => {
  build();
  const { Resources: resources } = built();
  expect(mapAt(resources, 'OrdersFunctionLogGroup', 'Properties')).toEqual({
    LogGroupName: { 'Fn::Sub': `/aws/lambda/orders-\${Stage}` },
    RetentionInDays: { 'Fn::If': ['Production', 365, 14] },
  });
  expect(mapAt(resources, 'OrdersFunction', 'Properties')).toMatchObject({
    LoggingConfig: { LogGroup: { Ref: 'OrdersFunctionLogGroup' } },
    Environment: {
      Variables: { AWS_ENDPOINT_URL: { Ref: 'AWS::NoValue' }, CATALOG_URL: { Ref: 'CatalogUrl' } },
    },
  });
  expect(mapAt(resources, 'OrdersFunctionOrdersApiPermission', 'Properties')).toEqual({
    Action: 'lambda:InvokeFunction',
    FunctionName: { Ref: 'OrdersFunction.Alias' },
    Principal: 'apigateway.amazonaws.com',
    SourceArn: {
      'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${OrdersApi}/*`,
    },
  });
  expect(built().Conditions).toMatchObject({ Production: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } });
});

test('containers get the endpoint, and the address of an API where the root takes it from an Output', () => {
  const urls = { endpointUrl: 'http://host:1', apiUrl: 'http://host:2' };
  expect(environmentOf(readSystem(join(folder, 'template.yaml')), urls)).toEqual({
    OrdersFunction: { AWS_ENDPOINT_URL: 'http://host:1', CATALOG_URL: 'http://host:2' },
    CatalogFunction: { AWS_ENDPOINT_URL: 'http://host:1' },
  });
  build();
  const written = JSON.parse(readFileSync(join(folder, '.aws-sam/build/env.json'), 'utf8'));
  expect(written.OrdersFunction.AWS_ENDPOINT_URL).toBe('http://host.docker.internal:4566');
});

test('what an earlier build has left is gone', () => {
  mkdirSync(join(folder, '.aws-sam/build/apps/gone'), { recursive: true });
  const files = build().map((file) => file.slice(folder.length));
  expect(files).toContain('/.aws-sam/build/template.yaml');
  expect(() => readFileSync(join(folder, '.aws-sam/build/apps/gone'))).toThrow('ENOENT');
});

test('a function without code is told with its place', () => {
  rmSync(join(folder, 'apps/orders/dist'), { recursive: true });
  expect(build).toThrow(
    /template\.yaml:24:7 OrdersFunction has no code: there is no folder dist\/api\n.*npm run build/,
  );
});

test('the built root has the topic of alarms and hands it to each service', () => {
  build();
  const { value } = readTemplate(join(folder, '.aws-sam/build/template.yaml'));
  expect(mapAt(value, 'Parameters', 'AlarmTopicArn')).toMatchObject({ Type: 'String', Default: '' });
  const given = (name: string) => mapAt(value, 'Resources', name, 'Properties', 'Parameters');
  expect(given('Orders')).toMatchObject({ Stage: { Ref: 'Stage' }, AlarmTopicArn: { Ref: 'AlarmTopicArn' } });
  expect(given('Catalog')).toEqual({
    Stage: { Ref: 'Stage' },
    AlarmTopicArn: { Ref: 'AlarmTopicArn' },
    TrafficShift: { Ref: 'TrafficShift' },
  });
  expect(mapAt(value, 'Parameters', 'TrafficShift').Default).toBe('Canary10Percent5Minutes');
});
