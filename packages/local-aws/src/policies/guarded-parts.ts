import type { ServedParts } from '../endpoint/route.js';
import type { Gate } from './gate.js';
import { apiGatewayAccess } from './required/api-gateway.js';
import { dynamoDbAccess, streamsAccess } from './required/dynamodb.js';
import { eventsAccess } from './required/events.js';
import { lambdaAccess } from './required/lambda.js';
import { inputOf, type Required } from './required/required.js';
import { snsAccess } from './required/sns.js';
import { sqsAccess } from './required/sqs.js';
import { ssmAccess } from './required/ssm.js';

/** The same parts, as far as the role of one function grants them. */
export function guardedParts(parts: ServedParts, gate: Gate): ServedParts {
  const ask = (required: Required, action: string, input: unknown) =>
    gate.require(required(action, inputOf(input), gate.system));
  return {
    ...parts,
    callerArn: gate.user,
    tables: {
      async call(service, action, input) {
        ask(service === 'DynamoDB_20120810' ? dynamoDbAccess : streamsAccess, action, input);
        return parts.tables.call(service, action, input);
      },
      onStreamRecords: (tableName, listener) => parts.tables.onStreamRecords(tableName, listener),
      start: () => parts.tables.start(),
      close: () => parts.tables.close(),
    },
    queues: {
      async call(action, input, signal) {
        ask(sqsAccess, action, input);
        return parts.queues.call(action, input, signal);
      },
    },
    bus: {
      async call(action, input) {
        ask(eventsAccess, action, input);
        return parts.bus.call(action, input);
      },
    },
    parameters: {
      async call(action, input) {
        ask(ssmAccess, action, input);
        return parts.parameters.call(action, input);
      },
    },
    topics: {
      async call(action, input) {
        ask(snsAccess, action, input);
        return parts.topics.call(action, input);
      },
    },
    apiKeys: {
      async call(request) {
        gate.require(apiGatewayAccess(request, gate.system));
        return parts.apiKeys.call(request);
      },
    },
    functions: {
      async call(request) {
        gate.require(lambdaAccess(request, gate.system));
        return parts.functions.call(request);
      },
    },
  };
}
