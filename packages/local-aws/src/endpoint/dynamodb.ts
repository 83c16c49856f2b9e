import type { RequestListener } from 'node:http';
import { DynamoDbError, dynamoDbListener, type Tables } from '@atoll/embedded-dynamodb';
import type { Output } from '../parts.js';

/** Before the dot in the `X-Amz-Target` of DynamoDB and DynamoDB Streams. */
export const dynamoDbPrefixes = ['DynamoDB_20120810', 'DynamoDBStreams_20120810'];

export function isDynamoDb(target: string | undefined): boolean {
  return target !== undefined && dynamoDbPrefixes.includes(target.slice(0, target.indexOf('.')));
}

/** DynamoDB's own protocol, its failures printed where all others are. */
export function dynamoDb(tables: Tables, output: Output): RequestListener {
  return dynamoDbListener({
    call: async (service, action, input) => {
      try {
        return await tables.call(service, action, input);
      } catch (error) {
        if (error instanceof DynamoDbError) throw error;
        const trace = error instanceof Error ? error.stack : String(error);
        output.error(`${service}.${action} failed inside local-aws`, trace);
        const message = 'The request failed inside local-aws; its output says why.';
        throw new DynamoDbError('InternalServerError', message, { statusCode: 500 });
      }
    },
    onStreamRecords: (tableName, listener) => tables.onStreamRecords(tableName, listener),
    start: () => tables.start(),
    close: () => tables.close(),
  });
}
