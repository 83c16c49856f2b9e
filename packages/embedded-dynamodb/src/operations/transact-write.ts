import type { Engine } from '../engine/engine.js';
import type { RowKey } from '../engine/row.js';
import { keyNames, type Table } from '../engine/table.js';
import type { Condition } from '../expressions/condition.js';
import { refuseKeyUpdates, type Update } from '../expressions/update.js';
import { DynamoDbError } from '../tables.js';
import { validationError } from '../validation/errors.js';
import { itemPlace, keyPlace } from '../validation/keys.js';
import { requireTable, tableName } from '../validation/table-name.js';
import type { Item } from '../values/attribute-value.js';
import { validateItem } from '../values/validate.js';
import { checkItemSize, type ItemWrite, requireCondition } from './item-write.js';
import { writeCondition } from './put-item.js';
import { parseUpdateRequest, updatedItem } from './update-item.js';

const kinds = ['ConditionCheck', 'Put', 'Delete', 'Update'] as const;
type Kind = (typeof kinds)[number];

/** One action of a transaction whose expressions have been parsed. */
export interface TransactWrite {
  readonly kind: Kind;
  readonly table: Table;
  /** Its `Item` or `Key`. */
  readonly target: Item;
  readonly place?: RowKey;
  readonly condition?: Condition;
  readonly update?: Update;
  readonly onFailure: unknown;
  /** An INSERT of PartiQL, which never replaces. */
  readonly isInsert?: boolean;
}

export interface WriteResult extends ItemWrite {
  /** Nothing is written. */
  readonly isCheck: boolean;
}

type Input = Readonly<Record<string, unknown>>;

/** Parses one of `TransactItems`. What it throws fails the whole request, not the action alone. */
export function parseWrite(engine: Engine, action: Input): TransactWrite {
  const present = kinds.filter((kind) => action[kind] !== undefined && action[kind] !== null);
  const [kind] = present;
  if (kind === undefined || present.length > 1) {
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const input = action[kind] as Input;
  const parsed: { condition?: Condition | undefined; update?: Update } =
    kind === 'Update' ? parseUpdateRequest(input) : { condition: writeCondition(input) };
  const target = kind === 'Put' ? validateItem(input.Item, 'Item') : validateItem(input.Key, 'Key');
  return {
    kind,
    table: requireTable(engine, tableName(input)),
    target,
    ...(parsed.condition !== undefined && { condition: parsed.condition }),
    ...(parsed.update !== undefined && { update: parsed.update }),
    onFailure: input.ReturnValuesOnConditionCheckFailure,
  };
}

/** Adds the place of the item. Errors, also below, are reasons for the transaction to be cancelled. */
export function placeWrite(write: TransactWrite): TransactWrite {
  const { kind, table, target, update } = write;
  const place = kind === 'Put' ? itemPlace(target, table) : keyPlace(target, table);
  if (kind === 'Put') checkItemSize(target, 'Item size');
  if (update !== undefined) refuseKeyUpdates(update, keyNames(table.keys));
  return { ...write, place };
}

export function evaluateWrite(write: TransactWrite): WriteResult {
  const { kind, table, target, place, condition, update, onFailure, isInsert = false } = write;
  const before = table.get(place as RowKey);
  if (isInsert && before !== undefined) {
    throw new DynamoDbError('DuplicateItemException', 'Duplicate primary key exists in table');
  }
  requireCondition(condition, before, onFailure);
  switch (kind) {
    case 'ConditionCheck':
      return { table, before, after: before, isCheck: true };
    case 'Put':
      return { table, before, after: target, isCheck: false };
    case 'Delete':
      return { table, before, after: undefined, isCheck: false };
    case 'Update':
      return {
        table,
        before,
        after: updatedItem(table, { key: target, before, update }).after,
        isCheck: false,
      };
  }
}
