import { ProblemError, problem } from './problem.js';

test('a problem has what its status is called, what is particular to it, and what extends it', () => {
  expect(problem(404, 'there is no /a', { hint: 'b', detail: 'c' })).toEqual({
    type: 'about:blank',
    title: 'There is no such resource',
    status: 404,
    detail: 'c',
    hint: 'b',
  });
  expect(problem(418, 'short and stout').title).toBe('Problem');
});

test('a refusal tells what it is and what is behind it, without a stack, and leaves other errors theirs', () => {
  const before = Error.stackTraceLimit;
  const cause = new Error('the table is away');
  const refusal = new ProblemError(problem(503, 'later'), { 'retry-after': '1' }, cause);
  expect(refusal).toMatchObject({
    name: 'ProblemError',
    message: 'The service cannot answer now',
    headers: { 'retry-after': '1' },
    cause,
  });
  expect(refusal.stack).not.toContain('\n    at ');
  expect(cause.stack).toContain('\n    at ');
  expect(Error.stackTraceLimit).toBe(before);
  expect(new Error('another').stack).toContain('\n    at ');
  expect(new ProblemError(problem(404, 'none')).headers).toEqual({});
});
