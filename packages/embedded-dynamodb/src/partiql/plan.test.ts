import type { Condition } from '../expressions/condition.js';
import type { QueryKeys } from '../expressions/key-condition.js';
import { parseStatement } from './parse-statement.js';
import { keyOf, planSelect, selected } from './plan.js';

const keys: QueryKeys = { hash: { name: 'pk', type: 'S' }, range: { name: 'sk', type: 'N' } };

function where(text: string): Condition {
  const statement = parseStatement(`SELECT * FROM t WHERE ${text}`);
  if (statement.kind !== 'select' || statement.where === undefined) throw new Error('no condition');
  return statement.where;
}

const hash = { S: 'p' };

test.each([
  [`pk = 'p'`, [{ hash }]],
  [`'p' = pk`, [{ hash }]],
  [`pk IN ['p', 'q', 'p']`, [{ hash }, { hash: { S: 'q' } }]],
  [`a = 1 AND pk = 'p' AND sk = 1`, [{ hash, range: { op: '=', values: [{ N: '1' }] } }]],
  [`pk = 'p' AND sk < 1`, [{ hash, range: { op: '<', values: [{ N: '1' }] } }]],
  [`pk = 'p' AND 1 < sk`, [{ hash, range: { op: '>', values: [{ N: '1' }] } }]],
  [`pk = 'p' AND 1 >= sk`, [{ hash, range: { op: '<=', values: [{ N: '1' }] } }]],
  [`pk = 'p' AND sk BETWEEN 1 AND 2`, [{ hash, range: { op: 'BETWEEN', values: [{ N: '1' }, { N: '2' }] } }]],
  [`pk = 'p' AND sk <> 1`, [{ hash }]],
  [`pk = 'p' AND sk = 'x'`, [{ hash }]],
  [`pk = 'p' AND sk = a`, [{ hash }]],
  [`pk = 'p' OR 'q' = pk OR pk IN ['p', 'r']`, [{ hash }, { hash: { S: 'q' } }, { hash: { S: 'r' } }]],
  [`pk = 'p' OR sk = 1`, []],
  ['pk = 1', []],
  ['pk = a', []],
  [`pk IN ['p', a]`, []],
  [`pk IN ['p', 1]`, []],
  [`pk.x = 'p'`, []],
  [`pk > 'p'`, []],
  [`NOT pk = 'p'`, []],
])('%s is answered by %j', (text, keyConditions) => {
  expect(planSelect(where(text), keys)).toEqual({ keyConditions, filter: where(text) });
});

test('a statement queries at most 50 partitions', () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `'${index}'`).join();
  expect(planSelect(where(`pk IN [${names(50)}]`), keys).keyConditions).toHaveLength(50);
  expect(() => planSelect(where(`pk IN [${names(51)}]`), keys)).toThrow('number of values: 51');
});

test('without a condition all is scanned, and begins_with needs a textual key', () => {
  expect(planSelect(undefined, keys)).toEqual({ keyConditions: [] });
  const condition = where(`pk = 'p' AND begins_with(sk, 'x')`);
  expect(planSelect(condition, keys).keyConditions).toEqual([{ hash }]);
  const textual = { ...keys, range: { name: 'sk', type: 'S' } } as const;
  expect(planSelect(condition, textual).keyConditions).toEqual([
    { hash, range: { op: 'begins_with', values: [{ S: 'x' }] } },
  ]);
});

test('the key of one item is taken out of the condition', () => {
  const key = { pk: { S: 'p' }, sk: { N: '1' } };
  expect(keyOf(where(`pk = 'p' AND sk = 1`), keys)).toEqual({ key });
  expect(keyOf(where(`1 = sk AND a = 2 AND pk = 'p' AND b = 3`), keys)).toEqual({
    key,
    condition: where('a = 2 AND b = 3'),
  });
  expect(keyOf(where(`pk = 'p' AND pk = 'q'`), { hash: keys.hash })).toEqual({
    key: { pk: { S: 'p' } },
    condition: where(`pk = 'q'`),
  });
});

test.each([`pk = 'p'`, 'sk = 1', `pk = 'p' AND sk > 1`, `pk = 'p' OR sk = 1`, `pk = 'p' AND sk IN [1, 2]`])(
  '%s does not name one item',
  (text) => {
    expect(() => keyOf(where(text), keys)).toThrow(
      'Where clause does not contain a mandatory equality on all key attributes',
    );
  },
);

test('columns are named by the last name of their path', () => {
  const item = { pk: { S: 'p' }, m: { M: { nested: { S: 'deep' } } }, l: { L: [{ N: '1' }] } };
  expect(selected(item, undefined)).toBe(item);
  expect(selected(item, [['pk'], ['m', 'nested'], ['l', 0], ['absent']])).toEqual({
    pk: { S: 'p' },
    nested: { S: 'deep' },
    _3: { N: '1' },
  });
});
