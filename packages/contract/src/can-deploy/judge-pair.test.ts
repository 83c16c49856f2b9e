import { type Consumer, judgePair } from './judge-pair.js';

const consumer: Consumer = {
  service: 'payments',
  version: '0.3.0',
  client: '@atoll/orders-client',
  range: '^1.2.0',
  tested: ['1.2.0'],
  uses: ['http', 'events'],
};
const judging = { name: 'orders', compared: () => undefined };
const provider = (contractVersion?: string) => ({ service: 'orders', version: '7.0.0', contractVersion });

test.each([['1.2.0'], ['1.2.1'], ['1.9.0']])('contract %s keeps what the tests ran with', (version) => {
  const { answer, reason, first } = judgePair(consumer, provider(version), judging);
  expect([answer, first]).toEqual(['yes', undefined]);
  expect(reason).toBe(`its tests ran with @atoll/orders-client 1.2.0, and contract ${version} keeps that`);
});

test('an older contract may lack what the tests ran with: the provider comes first', () => {
  expect(judgePair(consumer, provider('1.1.9'), judging)).toEqual({
    answer: 'no',
    reason: 'its tests ran with @atoll/orders-client 1.2.0, and contract 1.1.9 may lack what that offers',
    first: 'orders with contract 1.2.0 or later',
  });
  const moved = { ...consumer, range: '^2.0.0', tested: ['2.0.0'] };
  expect(judgePair(moved, provider('1.9.0'), judging)).toMatchObject({
    answer: 'no',
    reason: expect.stringContaining('contract 1.9.0 does not keep that'),
    first: 'orders with contract 2.0.0 or later',
  });
});

test('a break is refused until a test ran with it, whatever the range allows', () => {
  expect(judgePair(consumer, provider('2.0.0'), judging)).toEqual({
    answer: 'no',
    reason: 'its tests ran with @atoll/orders-client 1.2.0, and contract 2.0.0 breaks it',
    first: 'payments tested with @atoll/orders-client 2.0.0',
  });
  const wide = { ...consumer, range: '^1.2.0 || ^2.0.0' };
  expect(judgePair(wide, provider('2.0.0'), judging).reason).toMatch(
    /allows 2\.0\.0, but no test ran with it$/,
  );
  const both = { ...wide, tested: ['1.2.0', '2.0.0'] };
  expect(judgePair(both, provider('2.0.0'), judging).answer).toBe('yes');
  expect(judgePair(both, provider('1.4.0'), judging).answer).toBe('yes');
});

test('below 1.0.0 a minor version breaks', () => {
  const early = { ...consumer, range: '^0.2.0', tested: ['0.2.1'] };
  expect(judgePair(early, provider('0.2.5'), judging).answer).toBe('yes');
  expect(judgePair(early, provider('0.3.0'), judging).answer).toBe('no');
});

test('unknown is not yes', () => {
  const unknown = (each: Partial<Consumer>, contract?: string) =>
    judgePair({ ...consumer, ...each }, provider(contract), judging);
  expect(unknown({}).reason).toBe('nothing tells which contract orders 7.0.0 keeps');
  expect(unknown({ tested: [] }, '1.2.0').reason).toContain('nothing tells with which @atoll/orders-client');
  expect(unknown({ range: 'latest' }, '1.2.0').reason).toContain("its range 'latest'");
  expect(unknown({ tested: ['one'], range: undefined }, '1.2.0').reason).toContain("'one' and '1.2.0'");
  for (const each of [unknown({}), unknown({ tested: [] }, '1.2.0'), unknown({ range: 'latest' }, '1.2.0')])
    expect(each.answer).toBe('unknown');
});

test('a range that was rewritten after the tests proves nothing', () => {
  expect(judgePair({ ...consumer, range: '^2.0.0' }, provider('1.2.0'), judging)).toEqual({
    answer: 'unknown',
    reason: 'its package.json asks for @atoll/orders-client ^2.0.0, but its tests ran with 1.2.0',
  });
  expect(judgePair({ ...consumer, range: undefined }, provider('1.2.0'), judging).answer).toBe('yes');
});

test('who is called must be there; whose events are awaited may come later', () => {
  expect(judgePair(consumer, undefined, judging)).toEqual({
    answer: 'no',
    reason: 'payments calls orders, which is not there',
    first: 'orders',
  });
  expect(judgePair({ ...consumer, uses: ['events'] }, undefined, judging).answer).toBe('yes');
});

test('where numbers say no, the contracts themselves are asked', () => {
  const asked: string[][] = [];
  const compared = (...versions: string[]) => {
    asked.push(versions);
    return versions[2] === '2.0.0';
  };
  const moved = { ...consumer, range: '^2.0.0', tested: ['3.0.0', '2.0.0'] };
  expect(judgePair(moved, provider('1.9.0'), { name: 'orders', compared })).toEqual({
    answer: 'yes',
    reason:
      'its tests ran with @atoll/orders-client 2.0.0, and contract 1.9.0, compared with it, keeps all of that',
  });
  expect(asked).toEqual([
    ['@atoll/orders-client', '1.9.0', '3.0.0'],
    ['@atoll/orders-client', '1.9.0', '2.0.0'],
  ]);
  expect(judgePair(consumer, provider('2.0.0'), { name: 'orders', compared }).answer).toBe('no');
});
