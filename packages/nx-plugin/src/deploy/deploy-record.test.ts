import type { ServiceRelease } from '../package/service-release.js';
import type { JsonMap } from '../template/json.js';
import {
  consumersOf,
  deployedServices,
  missingParameters,
  recordOf,
  unknownParameters,
  withoutService,
  withRelease,
} from './deploy-record.js';

const release: ServiceRelease = {
  service: 'orders',
  release: '1.4.0-3f2a9c1d2b3c',
  version: '1.4.0',
  contractVersion: '2.0.1',
  testedWith: { '@atoll/catalog-client': '1.1.0' },
};
const stackOf = (location: string) => ({
  Type: 'AWS::Serverless::Application',
  Properties: { Location: location, Parameters: { Stage: { Ref: 'Stage' }, Old: 'x' } },
});
const root = {
  Outputs: { A: {} },
  Resources: { Bus: { Type: 'B' }, Orders: stackOf('a'), Catalog: stackOf('b') },
};

test('a release replaces the URL and the record of one service and nothing else', () => {
  const next = withRelease(root, { logicalId: 'Orders', url: 'https://new', release });
  expect(deployedServices(next)).toEqual([{ logicalId: 'Orders', url: 'https://new', release }]);
  expect(next).toEqual({
    ...root,
    Resources: {
      ...root.Resources,
      Orders: {
        ...root.Resources.Orders,
        Properties: {
          ...root.Resources.Orders.Properties,
          Parameters: {
            ...root.Resources.Orders.Properties.Parameters,
            Revision: { 'Fn::Sub': `\${Revision}3f2a9c` },
          },
          Location: 'https://new',
        },
        Metadata: { Release: release },
      },
    },
  });
  const older = { ...release, release: '1.3.0-000000000000', version: '1.3.0' };
  expect(
    deployedServices(withRelease(next, { logicalId: 'Orders', url: 'https://old', release: older })),
  ).toEqual([{ logicalId: 'Orders', url: 'https://old', release: older }]);
});

test('the record has of each service what can-deploy reads', () => {
  expect(recordOf([release])).toEqual({
    orders: { version: '1.4.0', contractVersion: '2.0.1', testedWith: { '@atoll/catalog-client': '1.1.0' } },
  });
});

test('parameters that the root does not pass are missing unless they have a default; those it passes in vain are unknown', () => {
  const template = {
    Parameters: { Stage: { Type: 'String' }, New: { Type: 'String' }, Size: { Type: 'String', Default: '' } },
  };
  expect(missingParameters(root, 'Orders', template)).toEqual(['New']);
  expect(unknownParameters(root, 'Orders', template)).toEqual(['Old']);
});

test('consumers are who has tested with its client, but not the service itself', () => {
  const own = { ...release, service: 'catalog', testedWith: { '@atoll/catalog-client': '1.1.0' } };
  expect(consumersOf('catalog', [release, own])).toEqual(['orders']);
  expect(consumersOf('log', [release, own])).toEqual([]);
});

test('a service is taken out with its outputs; who still names it is told', () => {
  const user = (value: JsonMap) => ({ Type: 'X', Properties: value });
  const system = {
    Resources: {
      Catalog: {},
      Cat: {},
      A: user({ Url: { 'Fn::GetAtt': ['Catalog', 'Outputs.ApiUrl'] } }),
      B: user({ Url: { 'Fn::Sub': `x\${Catalog.Outputs.ApiUrl}` } }),
      C: { DependsOn: ['Cat', 'Catalog'] },
      D: user({ Url: { Ref: 'Cat' } }),
    },
    Outputs: { One: { Value: { 'Fn::GetAtt': ['Catalog', 'Outputs.ApiUrl'] } }, Two: { Value: 'x' } },
  };
  const { template, users } = withoutService(system, 'Catalog');
  expect(users).toEqual(['A', 'B', 'C']);
  expect(template.Outputs).toEqual({ Two: { Value: 'x' } });
  expect(Object.keys(template.Resources as object)).toEqual(['Cat', 'A', 'B', 'C', 'D']);
});
