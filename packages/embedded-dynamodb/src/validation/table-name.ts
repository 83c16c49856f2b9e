import type { Engine } from '../engine/engine.js';
import type { Table } from '../engine/table.js';
import { checkShape, problemsOf, throwProblems } from './check-shape.js';
import { checkTypes } from './check-types.js';
import { tableNotFound } from './errors.js';
import { type Shape, struct } from './shape.js';

const pattern = '[a-zA-Z0-9_.-]+';
const arnPattern = /^arn:aws[a-z-]*:dynamodb:[^:]*:[^:]*:table\/([^/]+)$/;

const nameOrArn = struct('Input', {
  TableName: { kind: 'string', required: true, min: 1, max: 255, pattern },
});

/** The name in an action's `TableName`, which may be an ARN; checked before all else, as DynamoDB does. */
export function tableName(input: Readonly<Record<string, unknown>>): string {
  const given = input.TableName;
  const name = typeof given === 'string' ? (arnPattern.exec(given)?.[1] ?? given) : given;
  if (typeof name !== 'string' || !isPlainName(name)) checkShape({ TableName: name }, nameOrArn);
  return name as string;
}

/** Checks an action on a table: the types of all its input, then its table's name, then all other constraints. */
export function checkTableInput(input: Readonly<Record<string, unknown>>, shape: Shape): string {
  checkTypes(input, shape);
  const name = tableName(input);
  throwProblems(problemsOf(input, shape));
  return name;
}

function isPlainName(name: string): boolean {
  return name.length > 0 && name.length <= 255 && /^[a-zA-Z0-9_.-]+$/.test(name);
}

/** A new table's name, and the names of indexes, have at least three characters. */
export const newName: Shape = { kind: 'string', required: true, min: 3, max: 255, pattern };

export function requireTable(engine: Engine, name: string): Table {
  const table = engine.database.tables.get(name);
  if (table === undefined) throw tableNotFound();
  return table;
}
