import { withNextRevision } from './next-revision.js';

const template = {
  Parameters: { Url: { Type: 'String' }, Key: { Type: 'String' }, Revision: { Type: 'String' } },
};
const deployed = [
  { ParameterKey: 'Url', ParameterValue: 'a' },
  { ParameterKey: 'Key', ParameterValue: '****' },
  { ParameterKey: 'Revision', ParameterValue: '0000' },
];
const release = '1.2.3-0123456789ab';

test('a value that changes brings another revision', () => {
  const next = withNextRevision(template, { Url: 'b' }, { deployed });
  expect(next).toEqual({ Url: 'b', Revision: expect.stringMatching(/^[0-9a-z]{4}$/) });
  expect(next.Revision).not.toBe('0000');
});

test('a hidden value that is given counts as changed', () => {
  expect(withNextRevision(template, { Key: 'secret' }, { deployed })).toHaveProperty('Revision');
});

test.each([
  ['the values are those that are deployed', template, { Url: 'a' }, deployed],
  ['no value is given', template, {}, deployed],
  ['nothing is deployed yet', template, { Url: 'b' }, undefined],
  ['the template has no such parameter', template, { Other: 'b' }, deployed],
  ['the parameter is new', template, { Url: 'b' }, deployed.slice(1)],
  ['a revision is given', template, { Url: 'b', Revision: 'abcd' }, deployed],
  ['the template has no revision', { Parameters: { Url: { Type: 'String' } } }, { Url: 'b' }, deployed],
])('the revision of the root stays where %s', (_, of, given, before) => {
  expect(withNextRevision(of, given, { deployed: before })).toBe(given);
});

test('a service by itself is published by its content, and by values that change', () => {
  const own = [...deployed.slice(0, 2), { ParameterKey: 'Revision', ParameterValue: 'abcd999999' }];
  expect(withNextRevision(template, {}, { deployed: undefined, release })).toEqual({
    Revision: '0000012345',
  });
  expect(withNextRevision(template, { Url: 'a' }, { deployed: own, release }).Revision).toBe('abcd012345');
  const { Revision: changed } = withNextRevision(template, { Url: 'b' }, { deployed: own, release });
  expect(changed).toMatch(/^[0-9a-z]{4}012345$/);
  expect(changed).not.toBe('abcd012345');
});
