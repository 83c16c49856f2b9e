import type { Change } from './change.js';
import { toOasdiff } from './oasdiff-format.js';

function change(rule: string, more: Partial<Change> = {}): Change {
  return { rule, level: 'breaking', caution: false, message: '', ...more };
}

function told(rule: string, more: Partial<Change> = {}): string[] {
  return toOasdiff([change(rule, more)]).map(({ id, level }) => `${level} ${id}`);
}

test('what both name alike is told as it is, with the level in the words of oasdiff', () => {
  expect(told('request-property-max-length-decreased')).toEqual([
    'ERR request-property-max-length-decreased',
  ]);
  expect(told('tag-added', { level: 'neutral' })).toEqual(['INFO api-tag-added']);
  expect(told('request-parameter-removed', { level: 'neutral', caution: true })).toEqual([
    'WARN request-parameter-removed',
  ]);
});

test('a change of a whole path has ids of its own', () => {
  expect(told('operation-removed')).toEqual(['ERR api-removed-without-deprecation']);
  expect(told('operation-removed', { detail: 'path' })).toEqual(['ERR api-path-removed-without-deprecation']);
  expect(told('request-parameter-added-required', { detail: 'path' })).toEqual([
    'ERR new-required-request-default-parameter-to-existing-path',
  ]);
});

test('a format is a type to oasdiff, by the side that writes', () => {
  expect(told('request-property-format-removed', { level: 'additive' })).toEqual([
    'INFO request-property-type-generalized',
  ]);
  expect(told('response-property-format-removed')).toEqual(['ERR response-property-type-changed']);
  expect(told('request-body-type-specialized')).toEqual(['ERR request-body-type-changed']);
  expect(told('request-parameter-format-added')).toEqual(['ERR request-parameter-type-changed']);
});

test('what is left out of a message is told by its own ids only where oasdiff has them', () => {
  expect(told('request-read-only-property-max-decreased', { level: 'neutral' })).toEqual([
    'INFO request-read-only-property-max-decreased',
  ]);
  expect(told('request-read-only-property-pattern-changed', { level: 'neutral' })).toEqual([
    'INFO request-property-pattern-changed',
  ]);
  expect(
    told('request-read-only-property-became-read-only', { level: 'neutral', detail: 'required' }),
  ).toEqual(['INFO request-required-property-became-read-only']);
});

test('a list of values that is new is a restriction and, but for bodies, its values', () => {
  expect(told('request-parameter-became-enum')).toEqual([
    'ERR request-parameter-became-enum',
    'INFO request-parameter-enum-value-added',
  ]);
  expect(told('request-body-became-enum')).toEqual(['ERR request-body-became-enum']);
});

test('where oasdiff only warns or informs its level is given', () => {
  expect(told('request-body-max-set')).toEqual(['WARN request-body-max-set']);
  expect(told('response-property-pattern-changed')).toEqual(['INFO response-property-pattern-changed']);
  expect(told('response-property-enum-value-added')).toEqual(['WARN response-property-enum-value-added']);
  expect(told('security-scope-added')).toEqual(['INFO api-security-scope-added']);
});

test('what oasdiff has no rule for is left out', () => {
  expect(told('server-removed')).toEqual([]);
  expect(told('callback-request-property-became-required')).toEqual([]);
  expect(told('response-property-max-decreased', { level: 'neutral' })).toEqual([]);
});

test('a webhook is a request to oasdiff', () => {
  expect(told('webhook-request-body-became-required')).toEqual(['ERR request-body-became-required']);
  expect(told('webhook-removed')).toEqual(['ERR webhook-removed']);
});
