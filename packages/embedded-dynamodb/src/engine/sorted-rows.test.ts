import fc from 'fast-check';
import { compareRow, type Row } from './row.js';
import { SortedRows } from './sorted-rows.js';

function row(token: number, range: string, size = 1): Row {
  const item = { n: { N: String(size) } };
  return { token, hash: `h${token}`, range, ownToken: 0, ownHash: '', ownRange: '', item, whole: item, size };
}

const ranges = (rows: Iterable<Row>) => [...rows].map((each) => each.range);

test('random puts and removes leave what a sorted array has, counted and summed', () => {
  const step = fc.record({
    token: fc.integer({ min: 0, max: 2 }),
    range: fc.stringMatching(/^[a-z]{1,2}$/),
    size: fc.integer({ min: 1, max: 9 }),
    isPut: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const rows = new SortedRows();
      const model = new Map<string, Row>();
      for (const { token, range, size, isPut } of steps) {
        const next = row(token, range, size);
        const id = `${token}/${range}`;
        expect(isPut ? rows.put(next) : rows.remove(next)).toBe(model.get(id));
        if (isPut) model.set(id, next);
        else model.delete(id);
      }
      const expected = [...model.values()].sort(compareRow);
      expect([...rows.between(rows.begin(), rows.end())]).toEqual(expected);
      expect([...rows.between(rows.begin(), rows.end(), true)]).toEqual([...expected].reverse());
      expect(rows.size).toBe(expected.length);
      expect(rows.bytes).toBe(expected.reduce((sum, each) => sum + each.size, 0));
    }),
    { seed: 5 },
  );
});

test('many rows, in order, backwards and shuffled, are found over the borders of chunks', () => {
  const numbers = Array.from({ length: 3000 }, (_, i) => i);
  const name = (i: number) => String(i).padStart(4, '0');
  const shuffled = [...numbers].sort((left, right) => ((left * 7919) % 3001) - ((right * 7919) % 3001));
  for (const sequence of [numbers, [...numbers].reverse(), shuffled]) {
    const rows = new SortedRows();
    for (const i of sequence) rows.put(row(1, name(i)));
    expect(ranges(rows.between(rows.begin(), rows.end()))).toEqual(numbers.map(name));
    for (const i of [0, 511, 512, 513, 1024, 2999]) expect(rows.find(row(1, name(i)))?.range).toBe(name(i));
    expect(rows.find(row(1, 'x'))).toBeUndefined();
    const between = rows.between(rows.seek(row(1, '0500')), rows.seek(row(1, '1600'), true));
    expect(ranges(between)).toEqual(numbers.slice(500, 1601).map(name));
    for (const i of numbers) expect(rows.remove(row(1, name(i)))?.range).toBe(name(i));
    expect(rows.size).toBe(0);
    expect(ranges(rows.between(rows.begin(), rows.end()))).toEqual([]);
  }
});

test('a place that ends before it starts has no rows in either direction', () => {
  const rows = new SortedRows();
  for (const range of ['a', 'b', 'c']) rows.put(row(1, range));
  const [late, early] = [rows.seek(row(1, 'c')), rows.seek(row(1, 'a'))];
  expect(ranges(rows.between(late, early))).toEqual([]);
  expect(ranges(rows.between(late, early, true))).toEqual([]);
});

test('a probe without a range stands before or after its whole partition', () => {
  const rows = new SortedRows();
  for (const token of [1, 2, 3]) for (const range of ['a', 'b']) rows.put(row(token, range));
  const partition = { token: 2, hash: 'h2' };
  const own = [...rows.between(rows.seek(partition), rows.seek(partition, true))];
  expect(own.map((each) => [each.token, each.range])).toEqual([
    [2, 'a'],
    [2, 'b'],
  ]);
});

test('rows of an index with equal keys stand by the key of their item', () => {
  const rows = new SortedRows();
  for (const [ownToken, ownRange] of [
    [7, '2'],
    [7, '1'],
    [5, '3'],
  ] as const) {
    rows.put({ ...row(1, 'same'), ownToken, ownHash: 'o', ownRange });
  }
  expect([...rows.between(rows.begin(), rows.end())].map((each) => each.ownRange)).toEqual(['3', '1', '2']);
});
