import { AwsError } from '../parts.js';
import { isApiError } from './api-error.js';

const known = Object.assign(new Error('no'), { code: 'Throttling', statusCode: 400, details: {} });

test('errors of services are told to who called', () => {
  expect(isApiError(known)).toBe(true);
  expect(isApiError(new AwsError('NotFound', 'no', { statusCode: 404 }))).toBe(true);
});

test.each<[string, unknown]>([
  ['what is no error', { ...known, message: 'no' }],
  ['nothing', null],
  ['an error of Node.js', Object.assign(new Error('no'), { code: 'ENOENT' })],
  ['a code that is a number', Object.assign(new Error('no'), { ...known, code: 1 })],
  ['a status that is text', Object.assign(new Error('no'), { ...known, statusCode: '400' })],
  ['details that are text', Object.assign(new Error('no'), { ...known, details: 'none' })],
])('%s is a failure of ours', (_what, error) => {
  expect(isApiError(error)).toBe(false);
});
