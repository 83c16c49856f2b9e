import type { Access } from '../access.js';
import { type Around, type Input, tableArn, text } from './required.js';

/** `"table"."index"`, or the table without quotes. */
const source = String.raw`(?:"([^"]+)"|([\w.-]+?))(?:\."([^"]+)")?(?=[\s;)]|$)`;

const kinds = [
  ['PartiQLSelect', new RegExp(String.raw`^(?:EXISTS\s*\(\s*)?SELECT\s.*?\sFROM\s+${source}`, 'is')],
  ['PartiQLInsert', new RegExp(String.raw`^INSERT\s+INTO\s+${source}`, 'is')],
  ['PartiQLUpdate', new RegExp(String.raw`^UPDATE\s+${source}`, 'is')],
  ['PartiQLDelete', new RegExp(String.raw`^DELETE\s+FROM\s+${source}`, 'is')],
] as const;

/**
 * Statements require an action of their own, on the table or on the index that they read.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
 */
function ofStatement(statement: string, around: Around): Access[] {
  for (const [kind, expression] of kinds) {
    const [match, quoted, plain, index] = expression.exec(statement) ?? [];
    if (match === undefined) continue;
    const table = tableArn(around, quoted ?? plain ?? '');
    const resource = index === undefined ? table : `${table}/index/${index}`;
    return [{ action: `dynamodb:${kind}`, resource, context: { 'dynamodb:LeadingKeys': 'unknown' } }];
  }
  return [];
}

export function partiqlAccess(inputs: readonly Input[], around: Around): Access[] {
  return inputs.flatMap((input) => ofStatement((text(input, 'Statement') ?? '').trim(), around));
}
