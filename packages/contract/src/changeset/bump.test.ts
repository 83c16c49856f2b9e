import { type Bump, bumpBetween, bumped, bumps, covers, greater } from './bump.js';
import { printChangeset } from './changeset-file.js';
import { withVersion } from './contract-version.js';

test('a promise covers what is less than it, and nothing covers nothing', () => {
  const covered = bumps.map((promised) => bumps.filter((needed) => covers(promised, needed)));
  expect(covered).toEqual([['patch'], ['patch', 'minor'], ['patch', 'minor', 'major']]);
  expect(covers(undefined, 'patch')).toBe(false);
});

test.each<[Bump | undefined, Bump | undefined, Bump | undefined]>([
  ['minor', 'major', 'major'],
  ['major', 'minor', 'major'],
  [undefined, 'patch', 'patch'],
  ['patch', undefined, 'patch'],
  [undefined, undefined, undefined],
])('the greater of %s and %s is %s', (a, b, expected) => expect(greater(a, b)).toBe(expected));

test.each<[Bump, string]>([
  ['patch', '1.4.3'],
  ['minor', '1.5.0'],
  ['major', '2.0.0'],
])('a %s of 1.4.2 is %s', (bump, expected) => expect(bumped('1.4.2', bump)).toBe(expected));

test('what is no version moves nowhere', () => {
  expect(() => bumped('one', 'patch')).toThrow("'one' is no version");
});

test.each([
  ['info:\n  version: 1.0.0 # released\n', 'info:\n  version: 2.0.0 # released\n'],
  ["info: { version: '1.0.0', title: x }\n", "info: { version: '2.0.0', title: x }\n"],
  ['{"info":{"version":"1.0.0"}}', '{"info":{"version":"2.0.0"}}'],
  ['info: { title: x }\n', 'info: { title: x }\n'],
])('a contract takes a version and keeps every other byte: %j', (before, after) => {
  expect(withVersion(before, '2.0.0')).toBe(after);
});

test('a changeset is written as changesets reads it', () => {
  expect(printChangeset({ bumps: new Map([['@a/b', 'minor']]), text: 'More.' })).toBe(
    "---\n'@a/b': minor\n---\n\nMore.\n",
  );
});

test.each([
  ['1.4.2', '2.0.0', 'major'],
  ['1.4.2', '1.5.0', 'minor'],
  ['1.4.2', '1.4.3', 'patch'],
  ['1.4.2', '1.4.2', undefined],
  ['1.4.2', '1.3.9', undefined],
  ['2.0.0', '1.9.9', undefined],
])('from %s to %s is %s', (before, after, expected) => expect(bumpBetween(before, after)).toBe(expected));
