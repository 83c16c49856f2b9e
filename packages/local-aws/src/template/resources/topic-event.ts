import type { FunctionEvent } from './function-events.js';
import { addSubscription, subscriptionSettings } from './topic.js';

/** A function that subscribes to a topic. */
export function readTopicEvent({ declaration, fields, functionArn, logicalId }: FunctionEvent): void {
  fields.allow({
    played: ['Topic', ...subscriptionSettings],
    noEffect: {
      Region: 'there is one region',
      RedrivePolicy: 'a delivery on one machine does not fail',
    },
    refused: {
      SqsSubscription: 'Declare queue and AWS::SNS::Subscription, and give the function an SQS event.',
    },
  });
  fields.require('Topic');
  const topicArn = fields.string('Topic');
  if (topicArn === undefined) return;
  addSubscription(declaration, fields, {
    logicalId,
    topicArn,
    protocol: 'lambda',
    endpoint: functionArn,
    madeBySam: true,
  });
}
