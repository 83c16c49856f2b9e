import { createHash, randomUUID } from 'node:crypto';
import { asInput, type Input, optionalInteger, optionalText, text } from './input.js';
import type { MessageAttributes, SentMessage } from './message.js';
import { bytesOf, readMessageAttributes } from './message-attributes.js';
import { attributesInEffect, integerAttribute, type Queue } from './queue.js';
import { invalidParameter, invalidValue, missingParameter, sqsError } from './sqs-error.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: SQS takes what XML 1.0 takes, so these are what it refuses.
const refusedCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

const notForThisType = 'The request include parameter that is not valid for this queue type';

/** What SendMessage and an entry of SendMessageBatch say, as a message. Errors: those of SendMessage. */
export function newMessage(queue: Queue, input: Input, now: number): SentMessage {
  const body = readBody(input);
  const attributes = readMessageAttributes(input.MessageAttributes);
  const traceHeader = readTraceHeader(input);
  checkSize(queue, messageBytes({ body, ...(attributes && { attributes }) }));
  const delayS = optionalInteger(input, 'DelaySeconds', {
    min: 0,
    max: 900,
    reason: 'DelaySeconds must be >= 0 and <= 900.',
  });
  if (delayS && queue.store.fifo) throw invalidValue(delayS, 'DelaySeconds', `${notForThisType}.`);
  return {
    id: randomUUID(),
    body,
    sentAt: now,
    availableAt: now + 1000 * (delayS ?? integerAttribute(queue, 'DelaySeconds')),
    ...(attributes && { attributes }),
    ...(traceHeader !== undefined && { traceHeader }),
    ...groupMembers(queue, input, body),
  };
}

export function messageBytes(message: { body: string; attributes?: MessageAttributes }): number {
  return Buffer.byteLength(message.body) + (message.attributes ? bytesOf(message.attributes) : 0);
}

function readBody(input: Input): string {
  const body = text(input, 'MessageBody');
  if (refusedCharacters.test(body)) {
    throw sqsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
  return body;
}

function checkSize(queue: Queue, bytes: number): void {
  const max = integerAttribute(queue, 'MaximumMessageSize');
  if (bytes > max) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${max} bytes.`,
    );
  }
}

function readTraceHeader(input: Input): string | undefined {
  const attributes = asInput(input.MessageSystemAttributes ?? {}, 'MessageSystemAttributes');
  for (const name of Object.keys(attributes)) {
    if (name !== 'AWSTraceHeader') {
      throw invalidParameter(`Message system attribute name '${name}' is invalid.`);
    }
  }
  if (attributes.AWSTraceHeader === undefined) return undefined;
  const value = asInput(attributes.AWSTraceHeader, 'AWSTraceHeader');
  const header = optionalText(value, 'StringValue');
  if (value.DataType !== 'String' || !header) {
    throw invalidParameter("The message system attribute 'AWSTraceHeader' must be a non-empty String.");
  }
  return header;
}

function readId(input: Input, name: string): string | undefined {
  const id = optionalText(input, name);
  if (id !== undefined && !/^[\x21-\x7e]{1,128}$/.test(id)) {
    throw invalidValue(
      id,
      name,
      `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
  }
  return id;
}

/** Standard queues take a group for fairness between tenants, which does not change the order here. */
function groupMembers(queue: Queue, input: Input, body: string): Partial<SentMessage> {
  const groupId = readId(input, 'MessageGroupId');
  const given = readId(input, 'MessageDeduplicationId');
  if (!queue.store.fifo) {
    if (given !== undefined) throw invalidValue(given, 'MessageDeduplicationId', notForThisType);
    return groupId === undefined ? {} : { groupId };
  }
  if (groupId === undefined) throw missingParameter('MessageGroupId');
  const { ContentBasedDeduplication, DeduplicationScope } = attributesInEffect(queue);
  if (given === undefined && ContentBasedDeduplication !== 'true') {
    throw invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  const deduplicationId = given ?? createHash('sha256').update(body).digest('hex');
  const deduplicationKey =
    DeduplicationScope === 'messageGroup' ? `${groupId} ${deduplicationId}` : deduplicationId;
  return { groupId, deduplicationId, deduplicationKey };
}
