import type { Keys } from '../engine/definition.js';
import type { Engine } from '../engine/engine.js';
import { afterPrefix, orderedKey, tokenOf } from '../engine/ordered-key.js';
import type { RowKey } from '../engine/row.js';
import type { Position, SortedRows } from '../engine/sorted-rows.js';
import { type Condition, parseCondition } from '../expressions/condition.js';
import { type KeyCondition, parseKeyCondition } from '../expressions/key-condition.js';
import {
  filterCondition,
  legacyKeyCondition,
  attributesToGet as parseAttributesToGet,
} from '../expressions/legacy.js';
import { type Projection, parseProjection } from '../expressions/projection.js';
import { throwProblems } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { flag, integer, item, oneOf, type Shape, struct, text } from '../validation/shape.js';
import { checkTableInput, requireTable } from '../validation/table-name.js';
import type { AttributeValue } from '../values/attribute-value.js';
import {
  type ExpressionMembers,
  expressionContext,
  refuseMixture,
  usesExpressions,
} from './expression-context.js';
import { conditionPaths, refuseKeyFilter, refuseNestedKeys } from './filter-attributes.js';
import {
  attributeNames,
  attributesToGet,
  conditionalOperator,
  conditionMap,
  returnConsumedCapacity,
} from './input-shapes.js';
import { readPage } from './read-page.js';
import { pageAnswer, type ReadSource, readSource, startKeyOf, startPlace } from './read-source.js';
import { selectItems, selectionOf } from './selection.js';

export const readMembers: Readonly<Record<string, Shape>> = {
  IndexName: { kind: 'string', min: 3, max: 255, pattern: '[a-zA-Z0-9_.-]+' },
  Select: oneOf('SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'),
  AttributesToGet: attributesToGet,
  ConsistentRead: flag,
  ConditionalOperator: conditionalOperator,
  ExclusiveStartKey: item,
  ReturnConsumedCapacity: returnConsumedCapacity,
  ProjectionExpression: text,
  FilterExpression: text,
  ExpressionAttributeNames: attributeNames,
  ExpressionAttributeValues: item,
};

const shape = struct('QueryInput', {
  ...readMembers,
  Limit: integer(),
  KeyConditions: conditionMap,
  QueryFilter: conditionMap,
  ScanIndexForward: flag,
  KeyConditionExpression: text,
});

type Input = Readonly<Record<string, unknown>>;

/** API_Query */
export function query(engine: Engine, input: Input): unknown {
  const name = checkTableInput(input, shape);
  if (((input.Limit as number | undefined | null) ?? 1) < 1) {
    throwProblems([
      "Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ]);
  }
  refuseMixture(input, membersOf(input));
  // The older parameters are read before the start key, expressions after it.
  const legacy = usesExpressions(input, members) ? undefined : parseQuery(input);
  const startKey = startKeyOf(input);
  const request = legacy ?? parseQuery(input);
  const source = readSource(requireTable(engine, name), input);
  const from = startPlace(source, startKey);
  const key = request.key(source.keys);
  const isDescending = input.ScanIndexForward === false;
  const [start, end] = pageBounds(source, key, { from, isDescending });
  const { filter, projection } = request;
  refuseNestedKeys(projection?.paths ?? [], source.table);
  if (filter !== undefined) refuseKeyFilter(filter, source.keys, request.isLegacy);
  const selection = selectionOf(source, projection, input);
  if (filter !== undefined) refuseNestedKeys(conditionPaths(filter), source.table);
  const page = readPage(source.rows.between(start, end, isDescending), {
    limit: (input.Limit ?? undefined) as number | undefined,
    filter,
    view: selection.view,
    isFetched: selection.isFetched,
  });
  return pageAnswer(source, page, { input, items: selectItems(selection, page.items) });
}

interface QueryRequest {
  readonly filter: Condition | undefined;
  readonly projection: Projection | undefined;
  readonly isLegacy: boolean;
  /** The key condition, which needs the keys of what is queried. */
  key(keys: Keys): KeyCondition;
}

const members = {
  expressions: ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'],
  legacy: ['AttributesToGet', 'QueryFilter', 'ConditionalOperator'],
  withValues: ['FilterExpression', 'KeyConditionExpression'],
};

/** KeyConditions may stand beside other expressions, but not beside the one that replaces them. */
function membersOf({ KeyConditionExpression: expression }: Input): ExpressionMembers {
  if (typeof expression !== 'string') return members;
  return { ...members, legacy: [...members.legacy, 'KeyConditions'] };
}

function parseQuery(input: Input): QueryRequest {
  const { KeyConditionExpression: expression, KeyConditions: conditions } = input;
  const isExpression = typeof expression === 'string';
  const context = expressionContext(input, membersOf(input));
  if (!isExpression && (conditions === undefined || conditions === null)) {
    throw validationError(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  if (context === undefined) return parseLegacyQuery(input);
  const { FilterExpression: filter, ProjectionExpression: projection } = input;
  return {
    filter: typeof filter === 'string' ? parseCondition(filter, 'FilterExpression', context) : undefined,
    projection: typeof projection === 'string' ? parseProjection(projection, context) : undefined,
    isLegacy: false,
    key(keys) {
      const key = isExpression
        ? parseKeyCondition(expression, context, keys)
        : legacyKeyCondition(conditions, keys);
      context.assertAllUsed();
      return key;
    },
  };
}

function parseLegacyQuery(input: Input): QueryRequest {
  const { AttributesToGet: names, QueryFilter: filter, ConditionalOperator: operator } = input;
  return {
    filter: filter === undefined ? undefined : filterCondition('QueryFilter', filter, operator),
    projection: names === undefined ? undefined : parseAttributesToGet(names),
    isLegacy: true,
    key: (keys) => legacyKeyCondition(input.KeyConditions, keys),
  };
}

/** Where the page's rows lie: the condition's range, cut by the ExclusiveStartKey, which must lie in it. */
function pageBounds(
  source: ReadSource,
  key: KeyCondition,
  { from, isDescending }: { from: RowKey | undefined; isDescending: boolean },
): readonly [Position, Position] {
  const [start, end] = bounds(source.rows, key);
  if (from === undefined) return [start, end];
  checkWithin(key, from);
  return isDescending ? [start, source.rows.seek(from)] : [source.rows.seek(from, true), end];
}

function checkWithin({ hash, range }: KeyCondition, place: RowKey): void {
  const isOfPartition = place.hash === orderedKey(hash);
  if (range === undefined) {
    if (isOfPartition) return;
    throw validationError(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  }
  if (!satisfies(range, place)) {
    throw validationError('The provided starting key does not match the range key predicate');
  }
  if (!isOfPartition) {
    throw validationError('The query can return at most one row and cannot be restarted');
  }
}

function satisfies({ op, values }: NonNullable<KeyCondition['range']>, place: RowKey): boolean {
  const [low, high] = values.map(orderedKey) as [string, string | undefined];
  switch (op) {
    case '=':
      return place.range === low;
    case '<':
      return place.range < low;
    case '<=':
      return place.range <= low;
    case '>':
      return place.range > low;
    case '>=':
      return place.range >= low;
    case 'BETWEEN':
      return place.range >= low && place.range <= (high ?? low);
    case 'begins_with':
      return place.range.startsWith(low);
  }
}

/** The places around all rows that satisfy a key condition. */
export function bounds(rows: SortedRows, condition: KeyCondition): readonly [Position, Position] {
  const hash = orderedKey(condition.hash);
  const partition = { token: tokenOf(condition.hash), hash };
  const all = [rows.seek(partition), rows.seek(partition, true)] as const;
  if (condition.range === undefined) return all;
  const at = (value: AttributeValue | undefined, after = false) =>
    rows.seek({ ...partition, range: orderedKey(value as AttributeValue) }, after);
  const [low, high] = condition.range.values;
  switch (condition.range.op) {
    case '=':
      return [at(low), at(low, true)];
    case '<':
      return [all[0], at(low)];
    case '<=':
      return [all[0], at(low, true)];
    case '>':
      return [at(low, true), all[1]];
    case '>=':
      return [at(low), all[1]];
    case 'BETWEEN':
      return [at(low), at(high, true)];
    case 'begins_with': {
      const above = afterPrefix(orderedKey(low as AttributeValue));
      return [at(low), above === undefined ? all[1] : rows.seek({ ...partition, range: above })];
    }
  }
}
