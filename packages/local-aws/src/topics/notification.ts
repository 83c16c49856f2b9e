import type { QueueMessage } from '../parts.js';
import type { SubscriptionSpec } from '../system.js';
import { type TopicMessage, textFor } from './message.js';

/** A message on its way to one subscriber. */
export interface Notification {
  readonly message: TopicMessage;
  readonly messageId: string;
  readonly subscription: SubscriptionSpec;
  readonly publishedMs: number;
}

/** Nobody can check a signature here: there is no certificate that it could be checked with. */
const unsigned = { SignatureVersion: '1', Signature: 'local-aws' };

function attributesOf({ attributes }: TopicMessage) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: StringValue ?? BinaryValue ?? '' },
    ]),
  );
}

function common({ message, messageId, subscription, publishedMs }: Notification) {
  return {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: subscription.topicArn,
    Message: textFor(message, subscription.protocol),
    Timestamp: new Date(publishedMs).toISOString(),
    ...unsigned,
  };
}

/** A queue gets the notification as JSON, or the message itself with its attributes. */
export function queueMessage(notification: Notification): QueueMessage {
  const { message, subscription } = notification;
  if (subscription.rawMessageDelivery)
    return { body: textFor(message, 'sqs'), messageAttributes: message.attributes };
  const { Type, MessageId, TopicArn, ...rest } = common(notification);
  const attributes = attributesOf(message);
  const body = {
    ...{ Type, MessageId, TopicArn },
    ...(message.subject !== undefined && { Subject: message.subject }),
    ...rest,
    SigningCertURL: 'https://sns.local-aws.invalid/certificate.pem',
    UnsubscribeURL: `https://sns.local-aws.invalid/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
  };
  return { body: JSON.stringify(body) };
}

/** The JSON of a function's event ("Invoking Lambda functions with Amazon SNS notifications"). */
export function functionEvent(notification: Notification): string {
  const { message, subscription } = notification;
  const sns = {
    ...common(notification),
    Subject: message.subject ?? null,
    SigningCertUrl: 'https://sns.local-aws.invalid/certificate.pem',
    UnsubscribeUrl: `https://sns.local-aws.invalid/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
    MessageAttributes: attributesOf(message),
  };
  const record = {
    EventVersion: '1.0',
    EventSubscriptionArn: subscription.arn,
    EventSource: 'aws:sns',
    Sns: sns,
  };
  return JSON.stringify({ Records: [record] });
}
