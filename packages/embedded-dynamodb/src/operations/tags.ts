import type { Tag } from '../engine/definition.js';
import type { Engine } from '../engine/engine.js';
import type { Table } from '../engine/table.js';
import { DynamoDbError } from '../tables.js';
import { checkShape } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { listOf, required, struct, text } from '../validation/shape.js';
import { tagList } from './table-shapes.js';

/** Tagging, "Tagging restrictions". */
const maxTags = 50;

type Input = Readonly<Record<string, unknown>>;

const resource = { ResourceArn: required({ kind: 'string', min: 1, max: 1283 } as const) };
const tagShape = struct('TagResourceInput', { ...resource, Tags: required(tagList) });
const untagShape = struct('UntagResourceInput', { ...resource, TagKeys: required(listOf(text)) });
const listShape = struct('ListTagsOfResourceInput', resource);

/** API_TagResource */
export function tagResource(engine: Engine, input: Input): unknown {
  checkShape(input, tagShape);
  const added = input.Tags as readonly Tag[];
  checkTags(added);
  const table = taggedTable(engine, input.ResourceArn as string, 'TagResource');
  const keys = new Set(added.map((tag) => tag.Key));
  const tags = [...table.definition.tags.filter((tag) => !keys.has(tag.Key)), ...added];
  if (tags.length > maxTags) throw validationError(`The number of tags exceeds the limit of ${maxTags}`);
  return retag(engine, table, tags);
}

/** API_UntagResource */
export function untagResource(engine: Engine, input: Input): unknown {
  checkShape(input, untagShape);
  const table = taggedTable(engine, input.ResourceArn as string, 'UntagResource');
  const removed = new Set(input.TagKeys as readonly string[]);
  return retag(
    engine,
    table,
    table.definition.tags.filter((tag) => !removed.has(tag.Key)),
  );
}

/** API_ListTagsOfResource; at most 50 tags, so one page holds them. */
export function listTagsOfResource(engine: Engine, input: Input): unknown {
  checkShape(input, listShape);
  const arn = input.ResourceArn as string;
  return { Tags: taggedTable(engine, arn, 'ListTagsOfResource').definition.tags };
}

function retag(engine: Engine, table: Table, tags: readonly Tag[]): unknown {
  engine.commit([{ do: 'define', table: { ...table.definition, tags }, atMs: engine.now() }]);
  return {};
}

export function checkTags(tags: readonly Tag[]): void {
  if (tags.length > maxTags) throw validationError(`The number of tags exceeds the limit of ${maxTags}`);
  const keys = new Set<string>();
  for (const { Key: key } of tags) {
    if (key.startsWith('aws:')) {
      throw validationError(`Tag keys cannot start with the reserved prefix aws:, as ${key} does`);
    }
    if (keys.has(key)) throw validationError(`Cannot provide multiple tags with the same key: ${key}`);
    keys.add(key);
  }
}

/** A table of another account cannot be told from one that is not there: access is denied, as in AWS. */
function taggedTable(engine: Engine, arn: string, action: string): Table {
  if (arn.split(':').length < 6) {
    throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  const own = `arn:aws:dynamodb:${engine.region}:${engine.accountId}:table/`;
  if (!arn.startsWith(own)) {
    throw new DynamoDbError(
      'AccessDeniedException',
      `User: arn:aws:iam::${engine.accountId}:root is not authorized to perform: dynamodb:${action} on resource: ${arn}`,
    );
  }
  const table = engine.database.tables.get(arn.slice(own.length));
  if (table === undefined) {
    throw new DynamoDbError(
      'ResourceNotFoundException',
      `Requested resource not found: ResourcArn: ${arn} not found`,
    );
  }
  return table;
}
