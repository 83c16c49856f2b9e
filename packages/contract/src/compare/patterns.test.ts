import { examplesOf, isPatternWithin } from './patterns.js';

test('a pattern is within another when all that it takes is taken', () => {
  expect(isPatternWithin(['^[a-c]{2}$'], '^[a-z]+$')).toBe(true);
  expect(isPatternWithin(['^[a-z]+$'], '^[a-c]{2}$')).toBe(false);
  expect(isPatternWithin(['^(cat|dog)$'], '^[a-z]{3}$')).toBe(true);
  expect(isPatternWithin(['^[a-z]{3}$'], '^(cat|dog)$')).toBe(false);
});

test('one of several patterns is enough', () => {
  expect(isPatternWithin(['^[0-9]$', '^[a-z0-9]{1}$'], '^[0-9]$')).toBe(true);
  expect(isPatternWithin([], '^[0-9]$')).toBe(false);
});

test('a pattern that takes everything holds every other, and none at all', () => {
  expect(isPatternWithin([], '.*')).toBe(true);
  expect(isPatternWithin(['^(?=a)b$'], '^.*$')).toBe(true);
});

test('what no automaton can tell is not within, unless it is the same', () => {
  expect(isPatternWithin(['^(?=a)a$'], '^a$')).toBe(false);
  expect(isPatternWithin(['^(?=a)a$'], '^(?=a)a$')).toBe(true);
});

test('an example is the shortest text that makes the difference', () => {
  expect(examplesOf('^[a-z]{1,3}$', ['^[a-z]{1,2}$'])[0]).toBe('aaa');
  expect(examplesOf('^[A-Z]{2}-[0-9]$', [])).toEqual(['AA-0']);
});
