import { continueTrace, fromXRay, requestTrace, toXRay, traceIdOf } from './trace.js';

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

test.each(['', 'Root=1-5759e988', 'Root=1-00000000-000000000000000000000000', 'x', undefined])(
  '%p is no X-Ray header',
  (header) => {
    expect(fromXRay(header)).toBeUndefined();
  },
);

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

describe('a request', () => {
  const [trace, ofXRay] = ['5759e988bd862e3fe1be46a994272793', '1111e988bd862e3fe1be46a994272793'];
  const other = `Root=1-${ofXRay.slice(0, 8)}-${ofXRay.slice(8)}`;

  test.each([
    ['traceparent', traceparent, other, trace, '01'],
    ['traceparent of another version', traceparent.replace(/^00/, '42'), other, trace, '01'],
    ['X-Ray header where there is no traceparent', undefined, other, ofXRay, '01'],
    ['X-Ray header where the traceparent is none', '00-1-2-01', other, ofXRay, '01'],
    ['X-Ray header that is not sampled', undefined, `Sampled=0;${other}`, ofXRay, '00'],
    ['X-Ray header whose parent is none', undefined, `${other};Parent=0000000000000000`, ofXRay, '01'],
  ])('goes on with the trace of its %s, under a new parent', (_name, header, xRayHeader, traceId, flags) => {
    const next = requestTrace(header, xRayHeader);
    expect(next).toMatch(new RegExp(`^00-${traceId}-[\\da-f]{16}-${flags}$`));
    expect([traceparent.slice(36, 52), '0000000000000000']).not.toContain(next.slice(36, 52));
  });

  test.each([undefined, 'Root=1-5759e988', 'Root=1-00000000-000000000000000000000000'])(
    'with the X-Ray header %p begins a trace',
    (header) => {
      expect(toXRay(requestTrace(undefined, header))).toMatch(/^Root=1-[\da-f]{8}-[\da-f]{24};/);
      expect(requestTrace(undefined, header).slice(3, 35)).not.toMatch(/^(0{32}|5759e988)/);
    },
  );

  test('gets ids of its own, however many there are', () => {
    const ids = Array.from({ length: 1000 }, () => requestTrace(undefined, undefined));
    const digits = ids.flatMap((id) => [id.slice(3, 35), id.slice(36, 52)]);
    expect(new Set(digits).size).toBe(2000);
    expect(ids.every((id) => /^00-[\da-f]{32}-[\da-f]{16}-01$/.test(id))).toBe(true);
  });
});
