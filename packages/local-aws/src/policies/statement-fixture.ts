import type { Json } from '../system.js';
import { readStatement, type Statement } from './statement.js';

export const place = { file: 'template.yaml', line: 7, column: 9 };
export const tableArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';

/** For tests: a statement that allows reading items of a table, with what the test says otherwise. */
export function statementOf(members: { readonly [name: string]: Json }): Statement {
  return readStatement({
    place,
    statement: { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: tableArn, ...members },
  });
}
