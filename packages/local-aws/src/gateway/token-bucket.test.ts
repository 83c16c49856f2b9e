import { TokenBucket } from './token-bucket.js';

const taken = (bucket: TokenBucket, times: number, nowMs: number) =>
  Array.from({ length: times }, () => bucket.take(nowMs));

test('a burst passes at once, and then as many a second as the rate says', () => {
  const bucket = new TokenBucket({ rateLimit: 2, burstLimit: 3 }, 1_000);
  expect(taken(bucket, 4, 1_000)).toEqual([true, true, true, false]);
  expect(bucket.take(1_499)).toBe(false);
  expect(taken(bucket, 2, 1_500)).toEqual([true, false]);
  expect(taken(bucket, 3, 2_500)).toEqual([true, true, false]);
});

test('a pause fills the bucket up to the burst, and not beyond it', () => {
  const bucket = new TokenBucket({ rateLimit: 100, burstLimit: 2 }, 0);
  expect(taken(bucket, 3, 60_000)).toEqual([true, true, false]);
});

test('a clock that is set back neither fills nor empties it', () => {
  const bucket = new TokenBucket({ rateLimit: 1, burstLimit: 2 }, 10_000);
  expect(taken(bucket, 2, 5_000)).toEqual([true, true]);
  expect(bucket.take(10_500)).toBe(false);
  expect(bucket.take(11_000)).toBe(true);
});

test.each([
  { rateLimit: 5, burstLimit: 0 },
  { rateLimit: 0, burstLimit: 0 },
])('nothing passes a burst of nothing: %j', (throttle) => {
  expect(new TokenBucket(throttle, 0).take(1_000_000)).toBe(false);
});
