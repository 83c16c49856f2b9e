import type { Condition } from '../expressions/condition.js';
import type { Path } from '../expressions/path.js';
import type { Update } from '../expressions/update.js';
import type { Item } from '../values/attribute-value.js';

export interface Select {
  readonly kind: 'select';
  readonly table: string;
  readonly index?: string;
  /** What is selected; undefined for `*`. */
  readonly columns?: readonly Path[];
  readonly where?: Condition;
  readonly orderBy?: { readonly name: string; readonly descending: boolean };
}

/** Fails where an item with that key is there: INSERT never replaces. */
export interface Insert {
  readonly kind: 'insert';
  readonly table: string;
  readonly item: Item;
}

/** As ReturnValues of UpdateItem and DeleteItem has it. */
export type Returning = 'ALL_OLD' | 'MODIFIED_OLD' | 'ALL_NEW' | 'MODIFIED_NEW';

/** Changes one item, which must be there: `where` holds its whole key, and may hold a condition beside it. */
export interface UpdateStatement {
  readonly kind: 'update';
  readonly table: string;
  readonly update: Update;
  readonly where: Condition;
  readonly returning?: Returning;
}

/** Removes one item: `where` holds its whole key, and may hold a condition beside it. */
export interface DeleteStatement {
  readonly kind: 'delete';
  readonly table: string;
  readonly where: Condition;
  readonly returning?: Returning;
}

/** `EXISTS(SELECT …)`, the condition check of a transaction. */
export interface Exists {
  readonly kind: 'exists';
  readonly select: Select;
}

export type Statement = Select | Insert | UpdateStatement | DeleteStatement | Exists;
