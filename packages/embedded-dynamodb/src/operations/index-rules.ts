import type {
  AttributeDefinition,
  IndexDefinition,
  KeySchemaElement,
  TableDefinition,
} from '../engine/definition.js';
import { invalidParameter, limitExceeded, validationError } from '../validation/errors.js';

/** Service quotas, "Secondary indexes": per table, and projected attributes over all of them. */
const maxGlobal = 20;
const maxLocal = 5;
const maxProjected = 100;

type Schema = Pick<
  TableDefinition,
  'AttributeDefinitions' | 'KeySchema' | 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'
>;

/** What CreateTable and UpdateTable demand of keys, indexes and attribute definitions together. */
export function checkSchema(schema: Schema): void {
  const { AttributeDefinitions: attributes, KeySchema, LocalSecondaryIndexes: local } = schema;
  const { GlobalSecondaryIndexes: global } = schema;
  checkAttributeNames(attributes);
  if (KeySchema.length > attributes.length) {
    throw validationError('Invalid KeySchema: Some index key attribute have no definition');
  }
  checkKeySchema(KeySchema, attributes);
  if (local.length > 0 && KeySchema.length < 2) {
    throw invalidParameter(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  for (const index of [...local, ...global]) checkKeySchema(index.KeySchema, attributes);
  checkLocal(KeySchema, local);
  checkIndexes([...local, ...global]);
  if (local.length > maxLocal) {
    throw invalidParameter(`Number of LocalSecondaryIndexes exceeds per-table limit of ${maxLocal}`);
  }
  if (global.length > maxGlobal) {
    throw limitExceeded(`GlobalSecondaryIndex count exceeds the per-table limit of ${maxGlobal}`);
  }
  checkUnused(schema);
}

function checkAttributeNames(attributes: readonly AttributeDefinition[]): void {
  const names = new Set<string>();
  for (const { AttributeName: name } of attributes) {
    if (names.has(name)) {
      throw validationError('Duplicate AttributeName in AttributeDefinitions');
    }
    names.add(name);
  }
}

function checkKeySchema(
  schema: readonly KeySchemaElement[],
  attributes: readonly AttributeDefinition[],
): void {
  const defined = attributes.map((each) => each.AttributeName);
  const keys = schema.map((each) => each.AttributeName);
  if (keys.some((name) => !defined.includes(name))) {
    throw invalidParameter(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
    );
  }
  const [first, second] = schema;
  if (second !== undefined && second.AttributeName === first?.AttributeName) {
    throw validationError('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  if (first?.KeyType !== 'HASH') {
    throw validationError('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second !== undefined && second.KeyType !== 'RANGE') {
    throw validationError('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
}

function checkLocal(tableSchema: readonly KeySchemaElement[], local: readonly IndexDefinition[]): void {
  for (const { IndexName: name, KeySchema: schema } of local) {
    if (schema.length < 2) {
      throw invalidParameter(`Index KeySchema does not have a range key for index: ${name}`);
    }
    if (schema[0]?.AttributeName !== tableSchema[0]?.AttributeName) {
      throw invalidParameter(
        `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. index hash key: ${schema[0]?.AttributeName}, table hash key: ${tableSchema[0]?.AttributeName}`,
      );
    }
  }
}

function checkIndexes(indexes: readonly IndexDefinition[]): void {
  const names = new Set<string>();
  let projected = 0;
  for (const { IndexName: name, Projection: projection } of indexes) {
    const { ProjectionType: type, NonKeyAttributes: extra } = projection;
    if (type === undefined) throw invalidParameter('Unknown ProjectionType: null');
    if (names.has(name)) throw invalidParameter(`Duplicate index name: ${name}`);
    names.add(name);
    if (type !== 'INCLUDE' && extra !== undefined) {
      throw invalidParameter(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
    }
    if (type === 'INCLUDE' && extra === undefined) {
      throw invalidParameter('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
    }
    projected += extra?.length ?? 0;
  }
  if (projected > maxProjected) {
    throw invalidParameter(
      `The total number of projected attributes over all secondary indexes, ${projected}, exceeds the limit of ${maxProjected}`,
    );
  }
}

function checkUnused(schema: Schema): void {
  const { KeySchema, GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local } = schema;
  const hasIndexes = local.length + global.length > 0;
  if (!hasIndexes && KeySchema.length !== schema.AttributeDefinitions.length) {
    throw invalidParameter(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  const schemas = [KeySchema, ...[...local, ...global].map((index) => index.KeySchema)];
  const used = new Set(schemas.flat().map((element) => element.AttributeName));
  const defined = schema.AttributeDefinitions.map((each) => each.AttributeName);
  if (defined.every((name) => used.has(name))) return;
  throw invalidParameter(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined.join(', ')}], keys used: [${[...used].join(', ')}]`,
  );
}
