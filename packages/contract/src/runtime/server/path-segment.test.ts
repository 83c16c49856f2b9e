import { normalizedSegment } from './path-segment.js';

test.each([
  ['order', 'order'],
  ['%41%7a%5f%2D%7E0', 'Az_-~0'],
  ['%e8%ae%a2%E5%8D%95', '订单'],
  ['a%2cb%2Fc', 'a%2Cb%2Fc'],
  ['a%2Eb', 'a%2Eb'],
  ['%20%09', '%20%09'],
  ['100%25', '100%25'],
  ['%F0%9F%98%80', '😀'],
])('%s is read as %s', (segment, expected) => {
  expect(normalizedSegment(segment)).toBe(expected);
});

test.each(['%', 'a%4', '%zz', '%FF', '%41%', '%E8%AE'])('%s is not encoded rightly', (segment) => {
  expect(() => normalizedSegment(segment)).toThrow(URIError);
});
