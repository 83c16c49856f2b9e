import { valueAt } from '../template/json.js';
import { givenRevision, newSalt, publishedByRevision, revisionOf } from './published-version.js';

const template = (properties: object) => ({
  Parameters: { Stage: { Type: 'String' } },
  Resources: { OrdersFunction: { Type: 'AWS::Serverless::Function', Properties: { ...properties } } },
});
const hash = (properties: object) =>
  valueAt(
    publishedByRevision(template(properties)),
    'Resources',
    'OrdersFunction',
    'Properties',
    'AutoPublishCodeSha256',
  );

test('functions with an alias are published by the revision, which the template then takes', () => {
  expect(hash({ AutoPublishAlias: 'live' })).toEqual({ Ref: 'Revision' });
  const { Parameters: parameters } = publishedByRevision(template({}));
  expect(Object.keys(parameters ?? {})).toEqual(['Stage', 'Revision']);
});

test('a function without an alias, or that says itself when to publish, stays as it is', () => {
  expect(hash({})).toBeUndefined();
  expect(hash({ AutoPublishAlias: 'live', AutoPublishCodeSha256: 'abc' })).toBe('abc');
});

test('of a release ten characters name its versions: those of the root first', () => {
  expect(givenRevision('1.2.3-0123456789ab')).toEqual({ 'Fn::Sub': `\${Revision}012345` });
  expect(revisionOf('1.2.3-0123456789ab', 'zz9a')).toBe('zz9a012345');
  expect(newSalt()).toMatch(/^[0-9a-z]{4}$/);
});
