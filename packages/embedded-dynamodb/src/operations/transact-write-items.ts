import type { Engine } from '../engine/engine.js';
import { checkShape } from '../validation/check-shape.js';
import { item, listOf, required, type Shape, struct, text } from '../validation/shape.js';
import {
  attributeNames,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  returnValuesOnConditionCheckFailure,
} from './input-shapes.js';
import { parseWrite } from './transact-write.js';
import { commitTransaction } from './transaction.js';

const common: Readonly<Record<string, Shape>> = {
  TableName: required(text),
  ConditionExpression: text,
  ExpressionAttributeNames: attributeNames,
  ExpressionAttributeValues: item,
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
};

const shape = struct('TransactWriteItemsInput', {
  TransactItems: required(
    listOf(
      struct('TransactWriteItem', {
        ConditionCheck: struct('ConditionCheck', {
          Key: required(item),
          ...common,
          ConditionExpression: required(text),
        }),
        Put: struct('Put', { Item: required(item), ...common }),
        Delete: struct('Delete', { Key: required(item), ...common }),
        Update: struct('Update', { Key: required(item), UpdateExpression: required(text), ...common }),
      }),
      { min: 1, max: 100 },
    ),
  ),
  ClientRequestToken: { kind: 'string', min: 1, max: 36 },
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
});

type Input = Readonly<Record<string, unknown>>;

/** API_TransactWriteItems */
export function transactWriteItems(engine: Engine, input: Input): unknown {
  checkShape(input, shape);
  const writes = (input.TransactItems as readonly Input[]).map((each) => parseWrite(engine, each));
  return commitTransaction(engine, writes, { input, request: input.TransactItems });
}
