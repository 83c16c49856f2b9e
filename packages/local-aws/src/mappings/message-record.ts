import type { ReceivedMessage } from '../parts.js';
import type { Json } from '../system.js';

/** The attribute value of SQS's API, as `ReceiveMessage` answers it. */
interface ApiAttribute {
  readonly DataType?: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

/** A message as a function gets it in `Records` ("Using Lambda with Amazon SQS", Lambda Developer Guide). */
export function messageRecord(
  message: ReceivedMessage,
  queueArn: string,
  region: string,
): { [key: string]: Json } {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: { ...message.attributes },
    messageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, value]) => [
        name,
        attribute(value as ApiAttribute),
      ]),
    ),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

function attribute(value: ApiAttribute): Json {
  return {
    ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
    ...(value.BinaryValue === undefined ? {} : { binaryValue: value.BinaryValue }),
    stringListValues: [],
    binaryListValues: [],
    dataType: value.DataType ?? 'String',
  };
}
