import { continueTrace, fromXRay, toXRay, traceIdOf } from './trace.js';

const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';
const xRay = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

test('W3C and X-Ray headers say the same', () => {
  expect(toXRay(traceparent)).toBe(xRay);
  expect(fromXRay(xRay)).toBe(traceparent);
  expect(toXRay(traceparent.replace(/01$/, '02'))).toMatch(/Sampled=0$/);
  expect(fromXRay(xRay.replace('Sampled=1', 'Sampled=0'))).toMatch(/-00$/);
});

test('fields of an X-Ray header come in any order; without a parent the trace still goes on', () => {
  expect(
    fromXRay('Sampled=1;Self=1-1-1;Parent=53995c3f42cd8ad8;Root=1-5759e988-bd862e3fe1be46a994272793'),
  ).toBe(traceparent);
  expect(fromXRay('Root=1-5759e988-bd862e3fe1be46a994272793')).toMatch(
    /^00-5759e988bd862e3fe1be46a994272793-[\da-f]{16}-01$/,
  );
});

test.each(['', 'Root=1-5759e988', 'x', undefined])('%p is no X-Ray header', (header) => {
  expect(fromXRay(header)).toBeUndefined();
});

test.each([
  undefined,
  '',
  '00-00000000000000000000000000000000-53995c3f42cd8ad8-01',
  '00-5759e988bd862e3fe1be46a994272793-0000000000000000-01',
  'ff-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01',
  '00-5759E988BD862E3FE1BE46A994272793-53995c3f42cd8ad8-01',
])('after %p a new trace begins', (header) => {
  expect(toXRay(header)).toBeUndefined();
  const [first, second] = [continueTrace(header), continueTrace(header)];
  expect(first).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
  expect(traceIdOf(first)).not.toBe(traceIdOf(second));
});

test('the first valid trace goes on, with a new parent', () => {
  const next = continueTrace('none', undefined, traceparent);
  expect(next).toMatch(/^00-5759e988bd862e3fe1be46a994272793-[\da-f]{16}-01$/);
  expect(next).not.toBe(traceparent);
  expect(traceIdOf(next)).toBe('5759e988bd862e3fe1be46a994272793');
});
