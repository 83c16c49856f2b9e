import type { Access } from '../access.js';
import { type Around, type Input, inputOf, list, text } from './required.js';

type Context = NonNullable<Access['context']>;

/** Name of the partition key of a table or of one of its indexes; undefined for a table that no template declares. */
function partitionKey({ tables }: Around, tableArn: string, indexName?: string): string | undefined {
  const create: Input = tables.find(({ arn }) => arn === tableArn)?.create ?? {};
  const indexes = [...list(create, 'GlobalSecondaryIndexes'), ...list(create, 'LocalSecondaryIndexes')];
  const index = indexes.map(inputOf).find(({ IndexName }) => IndexName === indexName);
  const schema = list(indexName === undefined ? create : (index ?? {}), 'KeySchema').map(inputOf);
  const hash = schema.find(({ KeyType }) => KeyType === 'HASH');
  return hash === undefined ? undefined : text(hash, 'AttributeName');
}

/** The text of an attribute value: `{ S: 'a' }`, `{ N: '1' }`, `{ B: 'YQ==' }`. */
function valueText(value: unknown): string | undefined {
  const [text] = Object.values(inputOf(value));
  return typeof text === 'string' ? text : undefined;
}

function context(values: readonly (string | undefined)[]): Context {
  const known = values.flatMap((value) => value ?? []);
  return { 'dynamodb:LeadingKeys': known.length === values.length ? known : 'unknown' };
}

/** The partition keys that a request names, which a condition on `dynamodb:LeadingKeys` restricts. */
export function leadingKeys(
  around: Around,
  { tableArn, keys }: { tableArn: string; keys: readonly Input[] },
): Context {
  const name = partitionKey(around, tableArn);
  return context(keys.map((key) => (name === undefined ? undefined : valueText(key[name]))));
}

/** `name = :value` of an expression, either way round, where the name may be a placeholder. */
const equality = /([#\w.-]+)\s*=\s*(:\w+)|(:\w+)\s*=\s*([#\w.-]+)/g;

/** The partition key of a Query. */
export function queriedKey(around: Around, tableArn: string, input: Input): Context {
  const name = partitionKey(around, tableArn, text(input, 'IndexName'));
  const names = inputOf(input.ExpressionAttributeNames);
  const values = inputOf(input.ExpressionAttributeValues);
  for (const [, left, right, leftValue, rightName] of (text(input, 'KeyConditionExpression') ?? '').matchAll(
    equality,
  )) {
    const attribute = left ?? rightName ?? '';
    if (name !== undefined && (names[attribute] ?? attribute) === name)
      return context([valueText(values[right ?? leftValue ?? ''])]);
  }
  const legacy = list(inputOf(inputOf(input.KeyConditions)[name ?? '']), 'AttributeValueList');
  return context([valueText(legacy[0])]);
}
