import { inRange } from './range.js';
import { compareVersions, keeps, parseVersion } from './version.js';

test.each([
  ['1.2.3', '^1.2.3', true],
  ['1.9.0', '^1.2.3', true],
  ['1.2.2', '^1.2.3', false],
  ['2.0.0', '^1.2.3', false],
  ['2.0.0-rc.1', '^1.2.3', false],
  ['0.2.9', '^0.2.3', true],
  ['0.3.0', '^0.2.3', false],
  ['0.0.4', '^0.0.3', false],
  ['0.9.0', '^0', true],
  ['0.0.9', '^0.0', true],
  ['0.1.0', '^0.0', false],
  ['1.2.9', '~1.2.3', true],
  ['1.3.0', '~1.2.3', false],
  ['1.9.9', '~1', true],
  ['2.0.0', '~1', false],
  ['1.4.7', '1.4.7', true],
  ['1.4.8', '=1.4.7', false],
  ['1.4.8', '1.4', true],
  ['1.5.0', '1.4.x', false],
  ['7.0.0', '*', true],
  ['7.0.0', '', true],
  ['2.0.0', '^1.0.0 || ^2.0.0', true],
  ['3.0.0', '^1.0.0 || ^2.0.0', false],
  ['1.5.0', '>=1.2.0 <2', true],
  ['2.0.0', '>=1.2.0 <2', false],
  ['1.2.0', '> 1.1', true],
  ['1.1.9', '>1.1', false],
  ['1.1.9', '<=1.1', true],
  ['1.2.0', '<=1.1', false],
  ['1.2.3', '>1.2.3', false],
  ['1.2.3', '<=1.2.3', true],
  ['1.2.3', '<1.2.3', false],
  ['2.3.9', '1.2 - 2.3', true],
  ['2.4.0', '1.2 - 2.3', false],
  ['2.0.0-rc.2', '^2.0.0-rc.1', true],
  ['2.0.0-rc.1', '^2.0.0-rc.2', false],
  ['2.0.0', '^2.0.0-rc.2', true],
  ['1.0.0', 'latest', undefined],
  ['1.0.0', 'file:../x', undefined],
  ['1', '^1.0.0', undefined],
])('%s in %s: %s', (version, range, expected) => expect(inRange(version, range)).toBe(expected));

test('versions are ordered as Semantic Versioning orders them', () => {
  const ordered =
    '1.0.0-1 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0 1.0.1 1.2.0 2.0.0';
  const versions = ordered.split(' ').map(parseVersion);
  for (const [index, version] of versions.entries())
    for (const [other, later] of versions.entries()) {
      if (version === undefined || later === undefined) throw new Error('not read');
      expect(Math.sign(compareVersions(version, later))).toBe(Math.sign(index - other));
    }
});

test.each([
  ['1.4.0', '1.4.0', true],
  ['1.5.0', '1.4.0', true],
  ['1.3.9', '1.4.0', false],
  ['2.0.0', '1.4.0', false],
  ['0.2.5', '0.2.1', true],
  ['0.3.0', '0.2.1', false],
  ['new', '1.0.0', false],
])('a contract %s keeps what %s promised: %s', (provided, tested, expected) =>
  expect(keeps(provided, tested)).toBe(expected),
);
