import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const tables = new DynamoDBClient();

export async function handler({ Records }) {
  for (const { body } of Records) {
    const { detail } = JSON.parse(body);
    await tables.send(
      new UpdateItemCommand({
        TableName: process.env.ORDERS_TABLE,
        Key: { id: { S: detail.id } },
        UpdateExpression: 'SET #state = :shipped',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':shipped': { S: 'shipped' } },
      }),
    );
  }
  return { batchItemFailures: [] };
}
