import type { Engine } from '../engine/engine.js';
import type { RowKey } from '../engine/row.js';
import type { Position } from '../engine/sorted-rows.js';
import { type Condition, parseCondition } from '../expressions/condition.js';
import { filterCondition, attributesToGet as parseAttributesToGet } from '../expressions/legacy.js';
import { type Projection, parseProjection } from '../expressions/projection.js';
import { validationError } from '../validation/errors.js';
import { integer, struct } from '../validation/shape.js';
import { checkTableInput, requireTable } from '../validation/table-name.js';
import { expressionContext, refuseMixture, usesExpressions } from './expression-context.js';
import { conditionPaths, refuseNestedKeys } from './filter-attributes.js';
import { conditionMap } from './input-shapes.js';
import { readMembers } from './query.js';
import { readPage } from './read-page.js';
import { pageAnswer, type ReadSource, readSource, scanStartPlace, startKeyOf } from './read-source.js';
import { selectItems, selectionOf } from './selection.js';

const shape = struct('ScanInput', {
  ...readMembers,
  Limit: integer({ min: 1 }),
  ScanFilter: conditionMap,
  TotalSegments: integer({ min: 1, max: 1000000 }),
  Segment: integer({ min: 0, max: 999999 }),
});

type Input = Readonly<Record<string, unknown>>;

/** API_Scan */
export function scan(engine: Engine, input: Input): unknown {
  const name = checkTableInput(input, shape);
  refuseMixture(input, members);
  // The older parameters are read before the start key, expressions after it.
  const legacy = usesExpressions(input, members) ? undefined : parseScan(input);
  const startKey = startKeyOf(input);
  checkSegments(input);
  const { filter, projection } = legacy ?? parseScan(input);
  const source = readSource(requireTable(engine, name), input);
  const from = scanStartPlace(source, startKey);
  const selection = selectionOf(source, projection, input);
  const [start, end] = segmentBounds(source, from, input);
  refuseNestedKeys([...(projection?.paths ?? []), ...(filter ? conditionPaths(filter) : [])], source.table);
  const page = readPage(source.rows.between(start, end), {
    limit: (input.Limit ?? undefined) as number | undefined,
    filter,
    view: selection.view,
    isFetched: selection.isFetched,
  });
  return pageAnswer(source, page, { input, items: selectItems(selection, page.items) });
}

function checkSegments({ Segment: segment, TotalSegments: total }: Input): void {
  const hasSegment = segment !== undefined && segment !== null;
  const hasTotal = total !== undefined && total !== null;
  if (hasSegment && !hasTotal) {
    throw validationError(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (hasTotal && !hasSegment) {
    throw validationError(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  if (hasSegment && (segment as number) >= (total as number)) {
    throw validationError(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
  }
}

const members = {
  expressions: ['ProjectionExpression', 'FilterExpression'],
  legacy: ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'],
  withValues: ['FilterExpression'],
};

function parseScan(input: Input): { filter: Condition | undefined; projection: Projection | undefined } {
  const context = expressionContext(input, members);
  if (context === undefined) {
    const { AttributesToGet: names, ScanFilter: filter, ConditionalOperator: operator } = input;
    return {
      filter: filter === undefined ? undefined : filterCondition('ScanFilter', filter, operator),
      projection: names === undefined ? undefined : parseAttributesToGet(names),
    };
  }
  const { FilterExpression: filter, ProjectionExpression: projection } = input;
  const parsed = {
    filter: typeof filter === 'string' ? parseCondition(filter, 'FilterExpression', context) : undefined,
    projection: typeof projection === 'string' ? parseProjection(projection, context) : undefined,
  };
  context.assertAllUsed();
  return parsed;
}

const tokens = 2 ** 32;
/** Up to this many segments DynamoDB cuts at the first twelve bits of a token. */
const coarse = 4096;

/** A segment is an equal share of the tokens. */
function segmentBounds(
  { rows }: ReadSource,
  from: RowKey | undefined,
  input: Input,
): readonly [Position, Position] {
  const total = (input.TotalSegments ?? 1) as number;
  const segment = (input.Segment ?? 0) as number;
  const steps = total <= coarse ? coarse : tokens;
  const cut = (at: number) => Math.ceil((at * steps) / total) * (tokens / steps);
  const [first, beyond] = [cut(segment), cut(segment + 1)];
  const end = beyond === tokens ? rows.end() : rows.seek({ token: beyond });
  if (from === undefined) return [rows.seek({ token: first }), end];
  if (from.token < first || from.token >= beyond) {
    throw validationError(
      `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${total} Segment: ${segment}`,
    );
  }
  return [rows.seek(from, true), end];
}
