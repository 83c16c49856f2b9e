import { parseStatement } from './parse-statement.js';

const path = (...steps: (string | number)[]) => ({ kind: 'path', path: steps });
const value = (of: object) => ({ kind: 'value', value: of });
const compare = (name: string, comparator: string, of: object) => ({
  kind: 'compare',
  comparator,
  left: path(name),
  right: value(of),
});

function where(text: string, ...parameters: object[]) {
  const statement = parseStatement(`SELECT * FROM t WHERE ${text}`, parameters);
  return statement.kind === 'select' ? statement.where : undefined;
}

test('SELECT names a table, an index, columns and an order', () => {
  expect(parseStatement('SELECT * FROM "my-table"')).toEqual({ kind: 'select', table: 'my-table' });
  expect(
    parseStatement(`select pk, a.b[0], "order"['x y'] from "t"."i" where pk = 'p' order by sk desc`),
  ).toEqual({
    kind: 'select',
    table: 't',
    index: 'i',
    columns: [['pk'], ['a', 'b', 0], ['order', 'x y']],
    where: compare('pk', '=', { S: 'p' }),
    orderBy: { name: 'sk', descending: true },
  });
  expect(parseStatement('SELECT * FROM t ORDER BY sk')).toMatchObject({ orderBy: { descending: false } });
  expect(parseStatement('SELECT * FROM t ORDER BY sk ASC')).toMatchObject({ orderBy: { descending: false } });
});

test.each([
  [`'it''s'`, { S: "it's" }],
  [`''`, { S: '' }],
  ['1.50', { N: '1.5' }],
  ['-2e2', { N: '-200' }],
  ['+.5', { N: '0.5' }],
  ['true', { BOOL: true }],
  ['FALSE', { BOOL: false }],
  ['null', { NULL: true }],
  ['[]', { L: [] }],
  [`[1, 'a', [null]]`, { L: [{ N: '1' }, { S: 'a' }, { L: [{ NULL: true }] }] }],
  [
    `{'a': 1, 'b c': {'__proto__': true}}`,
    JSON.parse('{"M":{"a":{"N":"1"},"b c":{"M":{"__proto__":{"BOOL":true}}}}}'),
  ],
  [`<<'a', 'b'>>`, { SS: ['a', 'b'] }],
  ['<<1, 2.0>>', { NS: ['1', '2'] }],
])('%s is a literal', (text, literal) => {
  expect(where(`a = ${text}`)).toEqual(compare('a', '=', literal));
});

test('question marks take the parameters in turn, at any depth', () => {
  expect(where('a = ? AND b = [?, <<?>>]', { S: 'x' }, { N: '1.0' }, { B: 'YQ==' })).toEqual({
    kind: 'and',
    left: compare('a', '=', { S: 'x' }),
    right: compare('b', '=', { L: [{ N: '1' }, { BS: ['YQ=='] }] }),
  });
});

test.each([
  ['=', '='],
  ['<>', '<>'],
  ['!=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
])('%s compares', (written, comparator) => {
  expect(where(`a ${written} 1`)).toEqual(compare('a', comparator, { N: '1' }));
});

test.each([
  [
    'a BETWEEN 1 AND 2',
    { kind: 'between', operand: path('a'), low: value({ N: '1' }), high: value({ N: '2' }) },
  ],
  ['a IN [1, 2]', { kind: 'in', operand: path('a'), choices: [value({ N: '1' }), value({ N: '2' })] }],
  ['a IN (1)', { kind: 'in', operand: path('a'), choices: [value({ N: '1' })] }],
  [
    'a NOT IN (1)',
    { kind: 'not', condition: { kind: 'in', operand: path('a'), choices: [value({ N: '1' })] } },
  ],
  ['a IS MISSING', { kind: 'attribute_not_exists', path: ['a'] }],
  ['a.b IS NOT MISSING', { kind: 'not', condition: { kind: 'attribute_not_exists', path: ['a', 'b'] } }],
  ['a IS NULL', { kind: 'attribute_type', operand: path('a'), argument: value({ S: 'NULL' }) }],
  [`begins_with("a", 'x')`, { kind: 'begins_with', operand: path('a'), argument: value({ S: 'x' }) }],
  [`contains(a, 'x')`, { kind: 'contains', operand: path('a'), argument: value({ S: 'x' }) }],
  [`attribute_type(a, 'SS')`, { kind: 'attribute_type', operand: path('a'), argument: value({ S: 'SS' }) }],
  ['attribute_exists(a)', { kind: 'attribute_exists', path: ['a'] }],
  [
    'size(a) > 1',
    { kind: 'compare', comparator: '>', left: { kind: 'size', of: path('a') }, right: value({ N: '1' }) },
  ],
  ['1 = a', { kind: 'compare', comparator: '=', left: value({ N: '1' }), right: path('a') }],
])('%s is a condition', (text, condition) => {
  expect(where(text)).toEqual(condition);
});

test('NOT binds before AND, AND before OR', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => compare(name, '=', { N: '1' }));
  expect(where('a = 1 OR b = 1 AND c = 1')).toEqual({
    kind: 'or',
    left: a,
    right: { kind: 'and', left: b, right: c },
  });
  expect(where('(a = 1 OR b = 1) AND NOT c = 1')).toEqual({
    kind: 'and',
    left: { kind: 'or', left: a, right: b },
    right: { kind: 'not', condition: c },
  });
  expect(where('a = 1 AND b = 1 OR c = 1')).toEqual({
    kind: 'or',
    left: { kind: 'and', left: a, right: b },
    right: c,
  });
});

test('conditions nest up to 300 levels', () => {
  const nested = (levels: number) => `${'('.repeat(levels - 1)}a = 1${')'.repeat(levels - 1)}`;
  expect(where(nested(300))).toEqual(compare('a', '=', { N: '1' }));
  expect(() => where(nested(301))).toThrow('Nested deeper than 300 levels');
});

test('a quoted name may hold anything, a quote written twice', () => {
  expect(where('"a ""b"" select" = 1')).toEqual(compare('a "b" select', '=', { N: '1' }));
});

test('INSERT carries an item', () => {
  expect(parseStatement(`INSERT INTO "t" VALUE {'pk': ?, 'data': 1.0}`, [{ S: 'p' }])).toEqual({
    kind: 'insert',
    table: 't',
    item: { pk: { S: 'p' }, data: { N: '1' } },
  });
});

test('UPDATE sets, removes and changes sets', () => {
  const text = `UPDATE t SET a = 'x', b.c[0] = b.n + 1 SET d = list_append(d, ['y']), s = set_add(s, <<1>>)
    SET u = set_delete(u, <<'x'>>), i = if_not_exists(i, 0) - 1 REMOVE e, f[1] WHERE pk = 'p' RETURNING ALL NEW *`;
  expect(parseStatement(text)).toEqual({
    kind: 'update',
    table: 't',
    where: compare('pk', '=', { S: 'p' }),
    returning: 'ALL_NEW',
    update: {
      actions: [
        { kind: 'set', path: ['a'], operand: value({ S: 'x' }) },
        {
          kind: 'set',
          path: ['b', 'c', 0],
          operand: { kind: 'plus', left: path('b', 'n'), right: value({ N: '1' }) },
        },
        {
          kind: 'set',
          path: ['d'],
          operand: { kind: 'list_append', left: path('d'), right: value({ L: [{ S: 'y' }] }) },
        },
        { kind: 'add', path: ['s'], value: { NS: ['1'] } },
        { kind: 'delete', path: ['u'], value: { SS: ['x'] } },
        {
          kind: 'set',
          path: ['i'],
          operand: {
            kind: 'minus',
            left: { kind: 'if_not_exists', path: ['i'], otherwise: value({ N: '0' }) },
            right: value({ N: '1' }),
          },
        },
        { kind: 'remove', path: ['e'] },
        { kind: 'remove', path: ['f', 1] },
      ],
    },
  });
});

test.each([
  ['ALL OLD', 'ALL_OLD'],
  ['ALL NEW', 'ALL_NEW'],
  ['MODIFIED OLD', 'MODIFIED_OLD'],
  ['modified new', 'MODIFIED_NEW'],
])('RETURNING %s * says what an update answers', (text, returning) => {
  expect(parseStatement(`UPDATE t REMOVE a WHERE pk = 'p' RETURNING ${text} *`)).toMatchObject({ returning });
});

test('DELETE names one item and may return it', () => {
  const statement = { kind: 'delete', table: 't', where: compare('pk', '=', { S: 'p' }) };
  expect(parseStatement(`DELETE FROM t WHERE pk = 'p'`)).toEqual(statement);
  expect(parseStatement(`DELETE FROM t WHERE pk = 'p' RETURNING ALL OLD *`)).toEqual({
    ...statement,
    returning: 'ALL_OLD',
  });
});

test('EXISTS wraps a SELECT', () => {
  expect(parseStatement(`EXISTS(SELECT * FROM t WHERE pk = 'p')`)).toEqual({
    kind: 'exists',
    select: { kind: 'select', table: 't', where: compare('pk', '=', { S: 'p' }) },
  });
});

const malformed = "Statement wasn't well formed, can't be processed: ";

test.each([
  ['', 'Expected data manipulation'],
  ['SELECTT * FROMM "t"', 'Expected data manipulation'],
  ['SELECT * FROM t; DROP', 'Unexpected character: ;'],
  ['SELECT * FROM t WHERE a = "', 'Unexpected character: "'],
  ['SELECT * FROM t x', 'Unexpected token after expression'],
  ['SELECT * FROM', 'Expected a name, got the end of the statement'],
  ['SELECT from FROM t', 'Expected a name, got from'],
  ['SELECT a t', 'Expected FROM, got t'],
  ['SELECT * FROM t WHERE a', 'Expected an operator, got the end of the statement'],
  ['SELECT * FROM t WHERE a = foo(b)', 'Expected a value, got foo'],
  ['SELECT * FROM t WHERE a[1.5] = 1', 'Expected an index, got 1.5'],
  ['SELECT * FROM t WHERE (a = 1', 'Expected ), got the end of the statement'],
  ['SELECT * FROM t WHERE a IN ()', 'IN needs at least one value'],
  ['SELECT * FROM t WHERE 1 IS MISSING', 'IS needs an attribute on its left'],
  ['SELECT * FROM t WHERE a IS 1', 'Expected NULL, got 1'],
  ['SELECT * FROM t WHERE foo(a)', 'Unknown function: foo'],
  ['SELECT * FROM t WHERE contains(a)', 'contains needs an attribute and a value'],
  ['SELECT * FROM t WHERE attribute_exists(1)', 'attribute_exists needs one attribute'],
  [
    `SELECT * FROM t WHERE attribute_type(a, 'X')`,
    'attribute_type needs one of S, N, B, SS, NS, BS, M, L, NULL, BOOL',
  ],
  [
    'SELECT * FROM t WHERE attribute_type(a, b)',
    'attribute_type needs one of S, N, B, SS, NS, BS, M, L, NULL, BOOL',
  ],
  [
    'SELECT * FROM t WHERE attribute_type(a, 1)',
    'attribute_type needs one of S, N, B, SS, NS, BS, M, L, NULL, BOOL',
  ],
  ['SELECT * FROM t WHERE a = <<>>', 'A set holds values of one type'],
  [`SELECT * FROM t WHERE a = <<1, 'a'>>`, 'A set holds values of one type'],
  ['SELECT * FROM t WHERE a = <<true>>', 'A set holds strings, numbers or binary values'],
  ['SELECT * FROM t WHERE a = {b: 1}', 'Expected a name in single quotes, got b'],
  ['SELECT * FROM t WHERE a = - b', 'Expected a number, got b'],
  [`SELECT * FROM t WHERE ${'('.repeat(4000)}`, 'Nested deeper than 300 levels'],
  [`SELECT * FROM t WHERE a = ${'['.repeat(4000)}`, 'Nested deeper than 300 levels'],
  [`SELECT * FROM t WHERE ${'NOT '.repeat(1500)}a = 1`, 'Nested deeper than 300 levels'],
  ['INSERT INTO t VALUE 1', 'INSERT needs a map of attributes'],
  [`INSERT INTO t {'pk': 'p'}`, 'Expected VALUE, got {'],
  [`UPDATE t WHERE pk = 'p'`, 'Expected SET or REMOVE, got WHERE'],
  ['UPDATE t SET a = 1', 'Expected WHERE, got the end of the statement'],
  [`UPDATE t SET a = foo(b) WHERE pk = 'p'`, 'Unknown function: foo'],
  [
    `UPDATE t SET a = set_add(b, <<1>>) WHERE pk = 'p'`,
    'set_add changes the attribute that it is assigned to',
  ],
  [`UPDATE t SET a = set_add(a, 1) WHERE pk = 'p'`, 'set_add needs a set'],
  [`UPDATE t REMOVE a WHERE pk = 'p' RETURNING SOME OLD *`, 'Expected MODIFIED, got SOME'],
  [`DELETE FROM t WHERE pk = 'p' RETURNING ALL NEW *`, 'DELETE returns ALL OLD * and nothing else'],
  ['DELETE FROM t', 'Expected WHERE, got the end of the statement'],
])('%.70s is refused', (text, detail) => {
  expect(() => parseStatement(text)).toThrow(new Error(malformed + detail));
});

test('question marks and parameters must be as many', () => {
  const message = new Error("Number of parameters in request and statement don't match.");
  expect(() => where('a = ?')).toThrow(message);
  expect(() => where('a = ?', { S: 'a' }, { S: 'b' })).toThrow(message);
});

test('values and paths are checked as everywhere', () => {
  expect(() => where('a = <<1, 1.0>>')).toThrow('Input collection contains duplicates');
  expect(() => where('a = ?', {})).toThrow('Supplied AttributeValue is empty');
  expect(() => where(`a IN [${Array(100).fill(1).join()}]`)).not.toThrow();
  expect(() => where(`a IN [${Array(101).fill(1).join()}]`)).toThrow(
    new Error('The IN operator is provided with too many operands; number of operands: 101'),
  );
  expect(() => where('a = 1e200')).toThrow('Number overflow');
  expect(() => parseStatement(`UPDATE t SET a = 1 REMOVE a WHERE pk = 'p'`)).toThrow(
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
  );
});
