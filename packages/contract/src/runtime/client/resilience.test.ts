import { count, earn, isOpen, newResilience, pauseMs, spend } from './resilience.js';

const breaker = { failures: 2, openMs: 1000 };

beforeEach(() => {
  jest.useFakeTimers({ now: 5000 });
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

test('a client begins with three retries, and no more until calls have earned them', () => {
  const state = newResilience();
  expect([spend(state), spend(state), spend(state), spend(state)]).toEqual([true, true, true, false]);
  for (let calls = 0; calls < 9; calls++) earn(state, {});
  expect(spend(state)).toBe(false);
  earn(state, {});
  earn(state, {});
  expect([spend(state), spend(state)]).toEqual([true, false]);
});

test('a call earns as much as the budget says, up to ten retries in reserve', () => {
  const state = newResilience();
  earn(state, { budget: 1 });
  expect(state.retryTokens).toBe(4);
  earn(state, { budget: 0 });
  expect(state.retryTokens).toBe(4);
  for (let calls = 0; calls < 20; calls++) earn(state, { budget: 1 });
  expect(state.retryTokens).toBe(10);
});

test('pauses are spread evenly below a bound that doubles with each attempt', () => {
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
  expect([0, 1, 2, 3].map((attempt) => pauseMs(attempt, {}))).toEqual([25, 50, 100, 200]);
  expect(pauseMs(1, { baseDelayMs: 10 })).toBe(10);
});

test('as many failures in a row as the breaker takes open it for its time', () => {
  const state = newResilience();
  count(state, false, breaker);
  expect(isOpen(state, breaker)).toBe(false);
  count(state, false, breaker);
  expect(isOpen(state, breaker)).toBe(true);
  jest.setSystemTime(5999);
  expect(isOpen(state, breaker)).toBe(true);
});

test('once its time is over one call goes through, and the others wait for what becomes of it', () => {
  const state = newResilience();
  for (let failures = 0; failures < 2; failures++) count(state, false, breaker);
  jest.setSystemTime(6000);
  expect([isOpen(state, breaker), isOpen(state, breaker)]).toEqual([false, true]);
  count(state, true, breaker);
  expect(isOpen(state, breaker)).toBe(false);
});

test('a failure of the one call that went through opens the breaker again', () => {
  const state = newResilience();
  for (let failures = 0; failures < 2; failures++) count(state, false, breaker);
  jest.setSystemTime(6000);
  isOpen(state, breaker);
  jest.setSystemTime(6500);
  count(state, false, breaker);
  jest.setSystemTime(7499);
  expect(isOpen(state, breaker)).toBe(true);
  jest.setSystemTime(7500);
  expect(isOpen(state, breaker)).toBe(false);
});

test('a success between failures begins the row anew, and without a breaker nothing opens', () => {
  const state = newResilience();
  for (const ok of [false, true, false]) count(state, ok, breaker);
  expect(isOpen(state, breaker)).toBe(false);
  for (let failures = 0; failures < 9; failures++) count(state, false, undefined);
  expect(state.openUntil).toBe(0);
});
