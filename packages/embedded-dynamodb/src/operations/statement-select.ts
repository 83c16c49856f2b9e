import type { Engine } from '../engine/engine.js';
import { orderedKey } from '../engine/ordered-key.js';
import type { Row, RowKey } from '../engine/row.js';
import type { KeyCondition } from '../expressions/key-condition.js';
import { planSelect, selected } from '../partiql/plan.js';
import type { Select } from '../partiql/statement.js';
import { validationError } from '../validation/errors.js';
import type { Item } from '../values/attribute-value.js';
import { bounds } from './query.js';
import { type Page, readPage } from './read-page.js';
import {
  lastEvaluatedKey,
  pageAnswer,
  type ReadSource,
  readSource,
  startKeyOf,
  startPlace,
} from './read-source.js';
import { statementTable } from './statement-write.js';

type Input = Readonly<Record<string, unknown>>;

/** Answers a SELECT: queries where the partition is given, else a scan. */
export function selectStatement(engine: Engine, statement: Select, input: Input): Record<string, unknown> {
  const { index, orderBy, columns } = statement;
  const reading = { ConsistentRead: input.ConsistentRead, ...(index !== undefined && { IndexName: index }) };
  const source = readSource(statementTable(engine, statement.table), reading);
  const { keyConditions, filter } = planSelect(statement.where, source.keys);
  checkOrder(source, statement, keyConditions);
  const from = startPlace(source, startKeyOf({ ExclusiveStartKey: startKey(input.NextToken) }));
  const page = readPage(rowsOf(source, keyConditions, { from, isDescending: orderBy?.descending === true }), {
    limit: (input.Limit ?? undefined) as number | undefined,
    filter,
    view: (row) => (source.index?.isGlobal === false ? row.whole : row.item),
  });
  return answer(source, page, { input, items: page.items.map((item) => selected(item, columns)) });
}

function checkOrder(source: ReadSource, { orderBy }: Select, keyConditions: readonly KeyCondition[]): void {
  if (orderBy === undefined) return;
  if (keyConditions.length === 0) {
    throw validationError(
      'Must have WHERE clause in the statement when using ORDER BY clause, with an equality or IN condition on the hash key',
    );
  }
  if (orderBy.name !== source.keys.range?.name && orderBy.name !== source.keys.hash.name) {
    throw validationError(
      `Variable reference ${orderBy.name} in ORDER BY clause must be part of the primary key`,
    );
  }
}

interface Reading {
  readonly from: RowKey | undefined;
  readonly isDescending: boolean;
}

/** The rows of each partition in turn, from behind the row where the last page ended. */
function* rowsOf(
  source: ReadSource,
  keyConditions: readonly KeyCondition[],
  { from, isDescending }: Reading,
): Generator<Row, void, undefined> {
  const { rows } = source;
  if (keyConditions.length === 0) {
    const start = from === undefined ? rows.begin() : rows.seek(from, true);
    return yield* rows.between(start, rows.end());
  }
  const first = keyConditions.findIndex(({ hash }) => orderedKey(hash) === from?.hash);
  for (const condition of keyConditions.slice(Math.max(first, 0))) {
    const [start, end] = bounds(rows, condition);
    const isResumed = from !== undefined && orderedKey(condition.hash) === from.hash;
    if (!isResumed) yield* rows.between(start, end, isDescending);
    else if (isDescending) yield* rows.between(start, rows.seek(from), true);
    else yield* rows.between(rows.seek(from, true), end);
  }
}

function startKey(token: unknown): unknown {
  if (token === undefined || token === null) return undefined;
  try {
    return JSON.parse(Buffer.from(String(token), 'base64').toString('utf8'));
  } catch {
    throw validationError('Invalid NextToken');
  }
}

function answer(
  source: ReadSource,
  page: Page,
  { input, items }: { input: Input; items: readonly Item[] },
): Record<string, unknown> {
  const { Items, LastEvaluatedKey, ConsumedCapacity } = pageAnswer(source, page, { input, items });
  const last = page.last && lastEvaluatedKey(source, page.last);
  return {
    Items,
    ...(last !== undefined && { NextToken: Buffer.from(JSON.stringify(last)).toString('base64') }),
    ...(LastEvaluatedKey !== undefined && { LastEvaluatedKey }),
    ...(ConsumedCapacity !== undefined && { ConsumedCapacity }),
  };
}
