import type { Operation } from '../model.js';
import { chooseResponse } from './choose-response.js';

const place = { file: 'openapi.yaml', line: 1, column: 1, pointer: '' };

function chosen(statuses: string, code?: string): string {
  const responses = statuses
    .split(' ')
    .map((status) => ({ place, status, description: '', headers: new Map(), content: [] }));
  const found = chooseResponse({ responses } as Pick<Operation, 'responses'> as Operation, code);
  return found === undefined ? 'none' : `${found.response.status} as ${found.status}`;
}

test.each([
  ['404 201 200', '200 as 200'],
  ['404 default 2XX', '2XX as 200'],
  ['404 default', 'default as 200'],
  ['404 500', '404 as 404'],
  ['5XX', '5XX as 500'],
])('of %s the usual one is %s', (statuses, expected) => {
  expect(chosen(statuses)).toBe(expected);
});

test.each([
  ['404 4XX default', '404', '404 as 404'],
  ['404 4XX default', '409', '4XX as 409'],
  ['404 4XX default', '500', 'default as 500'],
  ['404 4XX', '500', 'none'],
  ['default', '199', 'none'],
  ['default', '4040', 'none'],
])('of %s the one for %s is %s', (statuses, code, expected) => {
  expect(chosen(statuses, code)).toBe(expected);
});
