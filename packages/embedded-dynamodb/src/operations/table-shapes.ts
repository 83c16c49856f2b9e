import { flag, integer, listOf, oneOf, required, type Shape, struct, text } from '../validation/shape.js';

const keyAttributeName: Shape = { kind: 'string', required: true, min: 1, max: 255 };

export const keySchema = listOf(
  struct('KeySchemaElement', {
    AttributeName: keyAttributeName,
    KeyType: required(oneOf('HASH', 'RANGE')),
  }),
  { min: 1, max: 2 },
);

export const attributeDefinitions = listOf(
  struct('AttributeDefinition', {
    AttributeName: keyAttributeName,
    AttributeType: required(oneOf('B', 'N', 'S')),
  }),
);

export const projection = struct('Projection', {
  ProjectionType: oneOf('ALL', 'INCLUDE', 'KEYS_ONLY'),
  NonKeyAttributes: listOf({ kind: 'string', min: 1, max: 255 }, { min: 1, max: 20 }),
});

export const provisionedThroughput = struct('ProvisionedThroughput', {
  ReadCapacityUnits: required(integer({ min: 1, isLong: true })),
  WriteCapacityUnits: required(integer({ min: 1, isLong: true })),
});

export const onDemandThroughput = struct('OnDemandThroughput', {
  MaxReadRequestUnits: integer({ isLong: true }),
  MaxWriteRequestUnits: integer({ isLong: true }),
});

const indexName: Shape = {
  kind: 'string',
  required: true,
  min: 3,
  max: 255,
  pattern: '[a-zA-Z0-9_.-]+',
};

export const indexNameMember = { IndexName: indexName };

export const localIndex = struct('LocalSecondaryIndex', {
  IndexName: indexName,
  KeySchema: required(keySchema),
  Projection: required(projection),
});

export const globalIndex = struct('GlobalSecondaryIndex', {
  IndexName: indexName,
  KeySchema: required(keySchema),
  Projection: required(projection),
  ProvisionedThroughput: provisionedThroughput,
  OnDemandThroughput: onDemandThroughput,
});

export const streamSpecification = struct('StreamSpecification', {
  StreamEnabled: required(flag),
  StreamViewType: oneOf('NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'),
});

export const sseSpecification = struct('SSESpecification', {
  Enabled: flag,
  SSEType: oneOf('AES256', 'KMS'),
  KMSMasterKeyId: text,
});

export const tagList = listOf(
  struct('Tag', {
    Key: { kind: 'string', required: true, min: 1, max: 128 },
    Value: { kind: 'string', required: true, max: 256 },
  }),
);

export const billingMode = oneOf('PROVISIONED', 'PAY_PER_REQUEST');
export const tableClass = oneOf('STANDARD', 'STANDARD_INFREQUENT_ACCESS');
