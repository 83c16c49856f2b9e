import type { Access } from '../access.js';
import { type Around, type Input, tableArn, text } from './required.js';

/** `"table"` or `table`, and the index of it that is read: `"table"."index"`. */
const source = String.raw`(?:"([^"]+)"|([\w-]+))(?:\s*\.\s*"?([\w.-]+)"?)?`;
const after = (words: string) => new RegExp(String.raw`^${words}\s*${source}`, 'is');

/** What each kind of statement begins with, and where its table stands. */
const kinds = [
  [
    'PartiQLSelect',
    /^(?:EXISTS\s*\(\s*)?SELECT\b/i,
    after(String.raw`(?:EXISTS\s*\(\s*)?SELECT\b.*?\bFROM\b`),
  ],
  ['PartiQLInsert', /^INSERT\b/i, after(String.raw`INSERT\s+INTO\b`)],
  ['PartiQLUpdate', /^UPDATE\b/i, after('UPDATE')],
  ['PartiQLDelete', /^DELETE\b/i, after(String.raw`DELETE\s+FROM\b`)],
] as const;

/**
 * Statements require an action of their own, on the table or on the index that they read; where no table is found, on
 * all of them. What is no statement at all requires nothing: DynamoDB refuses it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
 */
function ofStatement(statement: string, around: Around): Access[] {
  const [kind, , expression] = kinds.find(([, begins]) => begins.test(statement)) ?? [];
  if (expression === undefined) return [];
  const [, quoted, plain, index] = expression.exec(statement) ?? [];
  const table = tableArn(around, quoted ?? plain ?? '*');
  const resource = index === undefined ? table : `${table}/index/${index}`;
  return [{ action: `dynamodb:${kind}`, resource, context: { 'dynamodb:LeadingKeys': 'unknown' } }];
}

export function partiqlAccess(inputs: readonly Input[], around: Around): Access[] {
  return inputs.flatMap((input) => ofStatement((text(input, 'Statement') ?? '').trim(), around));
}
