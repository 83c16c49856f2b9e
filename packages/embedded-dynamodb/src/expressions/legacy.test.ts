import { matches } from './condition.js';
import {
  attributesToGet,
  attributeUpdates,
  expectedCondition,
  filterCondition,
  legacyKeyCondition,
} from './legacy.js';
import { project } from './projection.js';
import { applyUpdate } from './update.js';

const item = { s: { S: 'abc' }, n: { N: '5' }, ss: { SS: ['x', 'y'] }, 'a.b': { S: 'dotted' } };

function filters(name: string, ComparisonOperator: string, ...AttributeValueList: unknown[]): boolean {
  const condition = filterCondition(
    'ScanFilter',
    { [name]: { ComparisonOperator, AttributeValueList } },
    undefined,
  );
  return condition !== undefined && matches(condition, item);
}

test.each([
  ['s', 'EQ', [{ S: 'abc' }], [{ S: 'b' }]],
  ['s', 'NE', [{ S: 'b' }], [{ S: 'abc' }]],
  ['n', 'LT', [{ N: '6' }], [{ N: '5' }]],
  ['n', 'LE', [{ N: '5.0' }], [{ N: '4' }]],
  ['n', 'GT', [{ N: '4' }], [{ N: '5' }]],
  ['n', 'GE', [{ N: '5' }], [{ N: '6' }]],
  ['n', 'BETWEEN', [{ N: '5' }, { N: '6' }], [{ N: '6' }, { N: '7' }]],
  ['n', 'BETWEEN', [{ N: '5' }, { N: '5' }], [{ N: '4' }, { N: '4' }]],
  ['n', 'IN', [{ N: '4' }, { N: '5' }], [{ N: '4' }]],
  ['s', 'BEGINS_WITH', [{ S: 'ab' }], [{ S: 'b' }]],
  ['s', 'CONTAINS', [{ S: 'b' }], [{ S: 'x' }]],
  ['ss', 'CONTAINS', [{ S: 'x' }], [{ S: 'z' }]],
  ['ss', 'NOT_CONTAINS', [{ S: 'z' }], [{ S: 'x' }]],
  ['a.b', 'EQ', [{ S: 'dotted' }], [{ S: 'x' }]],
  ['ss', 'EQ', [{ SS: ['y', 'x'] }], [{ SS: ['x'] }]],
])('%s %s holds for %j and not for %j', (name, operator, yes, no) => {
  expect(filters(name, operator, ...yes)).toBe(true);
  expect(filters(name, operator, ...no)).toBe(false);
});

test('NULL and NOT_NULL ask whether the attribute is there', () => {
  expect(filters('s', 'NOT_NULL')).toBe(true);
  expect(filters('absent', 'NOT_NULL')).toBe(false);
  expect(filters('absent', 'NULL')).toBe(true);
  expect(filters('s', 'NULL')).toBe(false);
});

test('conditions are joined by AND unless OR is asked for', () => {
  const filter = {
    s: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'abc' }] },
    n: { ComparisonOperator: 'EQ', AttributeValueList: [{ N: '6' }] },
  };
  const holds = (operator: unknown) => {
    const condition = filterCondition('QueryFilter', filter, operator);
    return condition && matches(condition, item);
  };
  expect([holds(undefined), holds('AND'), holds('OR')]).toEqual([false, false, true]);
  expect(filterCondition('QueryFilter', {}, undefined)).toBeUndefined();
});

test('Expected asks for existence, for a value, or for a comparison', () => {
  const holds = (expected: unknown) => {
    const condition = expectedCondition(expected, undefined);
    return condition && matches(condition, item);
  };
  expect(holds({ absent: { Exists: false } })).toBe(true);
  expect(holds({ s: { Exists: false } })).toBe(false);
  expect(holds({ s: { Exists: true, Value: { S: 'abc' } } })).toBe(true);
  expect(holds({ s: { Value: { S: 'b' } } })).toBe(false);
  expect(holds({ n: { ComparisonOperator: 'GT', Value: { N: '4' } } })).toBe(true);
  expect(holds({ n: { ComparisonOperator: 'GT', AttributeValueList: [{ N: '5' }] } })).toBe(false);
  expect(holds({ n: { ComparisonOperator: 'NOT_NULL' } })).toBe(true);
  expect(holds(undefined)).toBeUndefined();
});

const parameter = 'One or more parameter values were invalid: ';

test.each([
  [{ a: { Exists: true } }, 'Value must be provided when Exists is true for Attribute: a'],
  [{ a: {} }, 'Value must be provided when Exists is null for Attribute: a'],
  [{ a: { Exists: false, Value: { S: 'b' } } }, 'Value cannot be used when Exists is false for Attribute: a'],
  [
    { a: { AttributeValueList: [] } },
    'AttributeValueList can only be used with a ComparisonOperator for Attribute: a',
  ],
  [
    { a: { ComparisonOperator: 'EQ', Exists: true } },
    'Exists and ComparisonOperator cannot be used together for Attribute: a',
  ],
  [
    { a: { ComparisonOperator: 'EQ', Value: { S: 'a' }, AttributeValueList: [] } },
    'Value and AttributeValueList cannot be used together for Attribute: a',
  ],
  [
    { a: { ComparisonOperator: 'EQ' } },
    'Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a',
  ],
])('%j is refused as Expected', (expected, message) => {
  expect(() => expectedCondition(expected, undefined)).toThrow(new Error(parameter + message));
});

test.each([
  ['EQ', [], 'Invalid number of argument(s) for the EQ ComparisonOperator'],
  ['NULL', [{ S: 'a' }], 'Invalid number of argument(s) for the NULL ComparisonOperator'],
  ['IN', [], 'Invalid number of argument(s) for the IN ComparisonOperator'],
  ['BETWEEN', [{ S: 'a' }], 'Invalid number of argument(s) for the BETWEEN ComparisonOperator'],
  ['IN', [{ S: 'a' }, { N: '1' }], 'AttributeValues inside AttributeValueList must be of same type'],
  ['LT', [{ SS: ['a'] }], 'ComparisonOperator LT is not valid for SS AttributeValue type'],
  ['BEGINS_WITH', [{ N: '1' }], 'ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type'],
])('%s of %j is refused', (operator, list, message) => {
  expect(() => filters('a', operator, ...list)).toThrow(new Error(parameter + message));
});

test.each([
  [
    () => filters('a', 'BETWEEN', { N: '2' }, { N: '1' }),
    'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
  ],
  [
    () => filters('a', 'LIKE'),
    "1 validation error detected: Value 'LIKE' at 'scanFilter.a.member.comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]",
  ],
  [
    () => filterCondition('QueryFilter', { a: {} }, undefined),
    "1 validation error detected: Value null at 'queryFilter.a.member.comparisonOperator' failed to satisfy constraint: Member must not be null",
  ],
  [() => expectedCondition(undefined, 'OR'), 'ConditionalOperator cannot be used without Filter or Expected'],
  [
    () => expectedCondition({ a: { Exists: false } }, 'AND'),
    'ConditionalOperator can only be used when Filter or Expected has two or more elements',
  ],
  [
    () => expectedCondition(undefined, 'XOR'),
    "1 validation error detected: Value 'XOR' at 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum value set: [OR, AND]",
  ],
])('what the API refuses is refused with its message (%#)', (run, message) => {
  expect(run).toThrow(new Error(message));
});

const keys = { hash: { name: 'pk', type: 'S' }, range: { name: 'sk', type: 'N' } } as const;
const pk = { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'p' }] };

test.each([
  ['EQ', '='],
  ['LT', '<'],
  ['LE', '<='],
  ['GT', '>'],
  ['GE', '>='],
])('KeyConditions takes %s as %s', (ComparisonOperator, op) => {
  const sk = { ComparisonOperator, AttributeValueList: [{ N: '1' }] };
  expect(legacyKeyCondition({ pk, sk }, keys)).toEqual({
    hash: { S: 'p' },
    range: { op, values: [{ N: '1' }] },
  });
});

test('KeyConditions refuses operators that an index cannot answer, and a missing key', () => {
  const sk = { ComparisonOperator: 'NE', AttributeValueList: [{ N: '1' }] };
  expect(() => legacyKeyCondition({ pk, sk }, keys)).toThrow(
    'Attempted conditional constraint is not an indexable operation',
  );
  expect(() => legacyKeyCondition({}, keys)).toThrow('Query condition missed key schema element: pk');
  expect(legacyKeyCondition({ pk }, keys)).toEqual({ hash: { S: 'p' } });
  const between = { ComparisonOperator: 'BETWEEN', AttributeValueList: [{ N: '1' }, { N: '2' }] };
  expect(legacyKeyCondition({ pk, sk: between }, keys).range?.op).toBe('BETWEEN');
  const text = { ...keys, range: { name: 'sk', type: 'S' } } as const;
  const begins = { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [{ S: 'a' }] };
  expect(legacyKeyCondition({ pk, sk: begins }, text).range?.op).toBe('begins_with');
});

test('AttributeUpdates puts, adds and deletes', () => {
  const update = attributeUpdates({
    s: { Value: { S: 'put' } },
    n: { Action: 'ADD', Value: { N: '2' } },
    ss: { Action: 'DELETE', Value: { SS: ['x'] } },
    'a.b': { Action: 'DELETE' },
    l: { Action: 'ADD', Value: { L: [{ S: 'e' }] } },
    p: { Action: 'PUT', Value: { N: '1' } },
  });
  expect(applyUpdate(update, item, ['pk']).item).toEqual({
    s: { S: 'put' },
    n: { N: '7' },
    ss: { SS: ['y'] },
    l: { L: [{ S: 'e' }] },
    p: { N: '1' },
  });
  const more = attributeUpdates({ l: { Action: 'ADD', Value: { L: [{ S: 'f' }] } } });
  expect(applyUpdate(more, { l: { L: [{ S: 'e' }] } }, []).item).toEqual({
    l: { L: [{ S: 'e' }, { S: 'f' }] },
  });
});

test.each([
  [{ Action: 'PUT' }, `${parameter}Only DELETE action is allowed when no attribute value is specified`],
  [{}, `${parameter}Only DELETE action is allowed when no attribute value is specified`],
  [{ Action: 'ADD', Value: { S: 'a' } }, `${parameter}Action ADD is not supported for the type S`],
  [{ Action: 'DELETE', Value: { N: '1' } }, `${parameter}Action DELETE is not supported for the type N`],
  [
    { Action: 'DROP', Value: { N: '1' } },
    "1 validation error detected: Value 'DROP' at 'attributeUpdates.a.member.action' failed to satisfy constraint: Member must satisfy enum value set: [ADD, PUT, DELETE]",
  ],
])('%j is refused as AttributeUpdates', (update, message) => {
  expect(() => attributeUpdates({ a: update })).toThrow(new Error(message));
});

test('AttributeUpdates has its own message where types do not go together', () => {
  const update = attributeUpdates({ s: { Action: 'ADD', Value: { N: '1' } } });
  expect(() => applyUpdate(update, item, [])).toThrow(new Error('Type mismatch for attribute to update'));
});

test('AttributesToGet keeps whole attributes by their plain names', () => {
  expect(project(item, attributesToGet(['n', 'a.b', 'absent']))).toEqual({ n: item.n, 'a.b': item['a.b'] });
  expect(() => attributesToGet(['a', 'b', 'a'])).toThrow(`${parameter}Duplicate value in attribute name: a`);
  expect(() => attributesToGet([])).toThrow(
    "1 validation error detected: Value '[]' at 'attributesToGet' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
});
