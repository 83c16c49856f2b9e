import type { JsonMap } from '../template/json.js';
import { releaseAlarms } from './release-alarms.js';

const name = { 'Fn::Sub': `orders-\${Stage}` };
const alarm = (dimension: string, value: object, more: JsonMap = {}): JsonMap => {
  const { Condition, MetricName = 'Errors' } = more;
  return {
    Type: 'AWS::CloudWatch::Alarm',
    ...(Condition !== undefined && { Condition }),
    Properties: { MetricName, Dimensions: [{ Name: dimension, Value: { ...value } }] },
  };
};
const template = (alarms: JsonMap): JsonMap => ({
  Resources: {
    Api: { Type: 'AWS::Serverless::Api', Properties: { Name: name } },
    F: { Type: 'AWS::Serverless::Function', Properties: { FunctionName: name } },
    ...alarms,
  },
});
const alarmsOf = (alarms: JsonMap, apis = ['Api']) => releaseAlarms(template(alarms), 'F', apis);

test('alarms of the function come first, then failures of its API, then the rest of it', () => {
  const alarms = {
    Slow: alarm('ApiName', name, { MetricName: 'Latency' }),
    Failing: alarm('ApiName', { Ref: 'Api' }, { MetricName: '5XXError' }),
    Throttled: alarm('FunctionName', { Ref: 'F' }),
    Throwing: alarm('FunctionName', name),
  };
  const ids = ['Throttled', 'Throwing', 'Failing', 'Slow'];
  expect(alarmsOf(alarms)).toEqual(ids.map((Ref) => ({ Ref })));
  expect(alarmsOf(alarms, [])).toEqual(ids.slice(0, 2).map((Ref) => ({ Ref })));
});

test('a queue or another function that is called the same, or not, does not stop a release', () => {
  expect(
    alarmsOf({ Queue: alarm('QueueName', name), Other: alarm('FunctionName', { Ref: 'G' }) }),
  ).toBeUndefined();
});

test('CodeDeploy is given the ten that it takes', () => {
  const alarms = Object.fromEntries(
    Array.from({ length: 11 }, (_, index) => [`A${index}`, alarm('ApiName', name)]),
  );
  expect(alarmsOf(alarms)).toEqual(Array.from({ length: 10 }, (_, index) => ({ Ref: `A${index}` })));
});

test('alarms of a condition are named under it, others always', () => {
  const sometimes = alarm('FunctionName', name, { Condition: 'Watched' });
  expect(alarmsOf({ A: sometimes })).toEqual({
    'Fn::If': ['Watched', [{ Ref: 'A' }], [{ Ref: 'AWS::NoValue' }]],
  });
  expect(alarmsOf({ A: sometimes, B: alarm('FunctionName', name) })).toEqual({
    'Fn::If': ['Watched', [{ Ref: 'A' }, { Ref: 'B' }], [{ Ref: 'B' }]],
  });
});
