import type { IndexDefinition, TableDefinition } from '../engine/definition.js';
import { checkSchema } from './index-rules.js';

const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' as const });
const range = (AttributeName: string) => ({ AttributeName, KeyType: 'RANGE' as const });

type Schema = Parameters<typeof checkSchema>[0];
type Keys = TableDefinition['KeySchema'];

function index(name: string, keys: Keys, projection: object = { ProjectionType: 'ALL' }): IndexDefinition {
  return { IndexName: name, KeySchema: keys, Projection: projection } as IndexDefinition;
}

/** A table of customers' orders, found by their state too. */
function schema(more: Partial<Schema> = {}): Schema {
  return {
    AttributeDefinitions: [attribute('customer'), attribute('order'), attribute('state')],
    KeySchema: [hash('customer'), range('order')],
    LocalSecondaryIndexes: [index('by-state', [hash('customer'), range('state')])],
    GlobalSecondaryIndexes: [],
    ...more,
  };
}

const many = (count: number, keys: Keys) =>
  Array.from({ length: count }, (_, at) => index(`index-${at}`, keys));
const local = (count: number) => many(count, [hash('customer'), range('state')]);
const global = (count: number) => many(count, [hash('state')]);
const include = (count: number) => ({
  ProjectionType: 'INCLUDE',
  NonKeyAttributes: Array.from({ length: count }, (_, at) => `a${at}`),
});

test.each<[string, Partial<Schema>]>([
  ['a local index', {}],
  ['five local indexes', { LocalSecondaryIndexes: local(5) }],
  ['twenty global indexes', { LocalSecondaryIndexes: [], GlobalSecondaryIndexes: global(20) }],
  [
    'a hundred projected attributes',
    { LocalSecondaryIndexes: [index('a', [hash('customer'), range('state')], include(100))] },
  ],
  [
    'a global index of one key',
    { LocalSecondaryIndexes: [], GlobalSecondaryIndexes: [index('a', [hash('state')])] },
  ],
  [
    'no index',
    { AttributeDefinitions: [attribute('customer'), attribute('order')], LocalSecondaryIndexes: [] },
  ],
])('a table with %s is taken', (_what, more) => {
  expect(() => checkSchema(schema(more))).not.toThrow();
});

test.each<[string, Partial<Schema>, string]>([
  [
    'an attribute twice',
    { AttributeDefinitions: [attribute('customer'), attribute('customer')] },
    'Duplicate AttributeName in AttributeDefinitions',
  ],
  [
    'fewer attributes than keys',
    { AttributeDefinitions: [attribute('customer')] },
    'Invalid KeySchema: Some index key attribute have no definition',
  ],
  [
    'a key that is not defined',
    { KeySchema: [hash('customer'), range('other')] },
    'Some index key attributes are not defined in AttributeDefinitions. Keys: [customer, other], AttributeDefinitions: [customer, order, state]',
  ],
  [
    'one name for both keys',
    { KeySchema: [hash('customer'), range('customer')] },
    'Both the Hash Key and the Range Key element in the KeySchema have the same name',
  ],
  [
    'a range key before all',
    { KeySchema: [range('customer'), range('order')] },
    'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
  ],
  [
    'two hash keys',
    { KeySchema: [hash('customer'), hash('order')] },
    'Invalid KeySchema: The second KeySchemaElement is not a RANGE key type',
  ],
  [
    'a local index, and no range key',
    { KeySchema: [hash('customer')] },
    'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
  ],
  [
    'a local index without a range key',
    { LocalSecondaryIndexes: [index('by-state', [hash('customer')])] },
    'Index KeySchema does not have a range key for index: by-state',
  ],
  [
    'a local index of another hash key',
    { LocalSecondaryIndexes: [index('by-state', [hash('order'), range('state')])] },
    'Index KeySchema does not have the same leading hash key as table KeySchema for index: by-state. index hash key: order, table hash key: customer',
  ],
  [
    'an index whose key is not defined',
    { LocalSecondaryIndexes: [index('by-state', [hash('customer'), range('other')])] },
    'Keys: [customer, other]',
  ],
  [
    'two indexes of one name',
    { GlobalSecondaryIndexes: [index('by-state', [hash('state')])] },
    'Duplicate index name: by-state',
  ],
  [
    'an index without a projection',
    { LocalSecondaryIndexes: [index('by-state', [hash('customer'), range('state')], {})] },
    'Unknown ProjectionType: null',
  ],
  [
    'attributes beside a projection of all',
    {
      LocalSecondaryIndexes: [
        index('a', [hash('customer'), range('state')], { ...include(1), ProjectionType: 'ALL' }),
      ],
    },
    'ProjectionType is ALL, but NonKeyAttributes is specified',
  ],
  [
    'a projection that includes nothing',
    {
      LocalSecondaryIndexes: [index('a', [hash('customer'), range('state')], { ProjectionType: 'INCLUDE' })],
    },
    'ProjectionType is INCLUDE, but NonKeyAttributes is not specified',
  ],
  [
    'more than a hundred projected attributes',
    {
      LocalSecondaryIndexes: [
        index('a', [hash('customer'), range('state')], include(60)),
        index('b', [hash('customer'), range('state')], include(41)),
      ],
    },
    'The total number of projected attributes over all secondary indexes, 101, exceeds the limit of 100',
  ],
  [
    'six local indexes',
    { LocalSecondaryIndexes: local(6) },
    'Number of LocalSecondaryIndexes exceeds per-table limit of 5',
  ],
  [
    'twenty-one global indexes',
    { LocalSecondaryIndexes: [], GlobalSecondaryIndexes: global(21) },
    'GlobalSecondaryIndex count exceeds the per-table limit of 20',
  ],
  [
    'an attribute that no key has',
    { AttributeDefinitions: ['customer', 'order', 'state', 'other'].map(attribute) },
    'Some AttributeDefinitions are not used. AttributeDefinitions: [customer, order, state, other], keys used: [customer, order, state]',
  ],
  [
    'an attribute too many, and no index',
    { LocalSecondaryIndexes: [] },
    'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
  ],
])('a table with %s is refused', (_what, more, message) => {
  expect(() => checkSchema(schema(more))).toThrow(message);
});
