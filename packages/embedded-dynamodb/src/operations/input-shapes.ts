/** Members that several actions share. */
import { flag, item, listOf, mapOf, oneOf, type Shape, struct, text, value } from '../validation/shape.js';

export const returnConsumedCapacity = oneOf('INDEXES', 'TOTAL', 'NONE');
export const returnItemCollectionMetrics = oneOf('SIZE', 'NONE');
export const returnValues = oneOf('ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW');
export const returnValuesOnConditionCheckFailure = oneOf('ALL_OLD', 'NONE');
export const conditionalOperator = oneOf('OR', 'AND');

const comparisonOperator = oneOf(
  'IN',
  'NULL',
  'BETWEEN',
  'LT',
  'NOT_CONTAINS',
  'EQ',
  'GT',
  'NOT_NULL',
  'NE',
  'LE',
  'BEGINS_WITH',
  'GE',
  'CONTAINS',
);

export const attributesToGet = listOf(text, { min: 1 });
export const attributeNames = mapOf(text);

export const conditionMap = mapOf(
  struct('Condition', {
    AttributeValueList: listOf(value),
    ComparisonOperator: { ...comparisonOperator, required: true },
  }),
);

export const expected = mapOf(
  struct('ExpectedAttributeValue', {
    Value: value,
    Exists: flag,
    ComparisonOperator: comparisonOperator,
    AttributeValueList: listOf(value),
  }),
);

/** What PutItem, UpdateItem and DeleteItem have in common. */
export const conditionalWrite: Readonly<Record<string, Shape>> = {
  ConditionExpression: text,
  ExpressionAttributeNames: attributeNames,
  ExpressionAttributeValues: item,
  Expected: expected,
  ConditionalOperator: conditionalOperator,
  ReturnValues: returnValues,
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
};
