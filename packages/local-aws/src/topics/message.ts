import { AwsError } from '../parts.js';

/** Of SNS: `String`, `String.Array`, `Number` or `Binary`, as text. */
export interface AttributeValue {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

/** A message as its publisher gives it. */
export interface TopicMessage {
  readonly message: string;
  readonly subject?: string;
  readonly messageStructure?: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

type Input = Readonly<Record<string, unknown>>;

/** SNS counts the message with its attributes. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const mostBytes = 256 * 1024;

function invalid(reason: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${reason}`);
}

function text(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

function attributesOf({ MessageAttributes: value = {} }: Input): Record<string, AttributeValue> {
  const attributes = Object.entries(value as Record<string, AttributeValue>);
  for (const [name, { DataType, StringValue, BinaryValue }] of attributes) {
    if (!/^(String|String\.Array|Number|Binary)(\..+)?$/.test(DataType))
      throw invalid(`The message attribute '${name}' has an invalid message attribute type`);
    if ((StringValue ?? BinaryValue ?? '') === '')
      throw invalid(`The message attribute '${name}' must contain non-empty message attribute value`);
  }
  return Object.fromEntries(attributes);
}

function checkStructure(message: string, structure: string | undefined): void {
  if (structure === undefined) return;
  if (structure !== 'json') throw invalid('MessageStructure');
  const parts = byProtocol(message);
  if (parts === undefined) throw invalid('Message Structure - JSON message body failed to parse');
  if (parts.default === undefined) throw invalid('Message Structure - No default entry in JSON message body');
}

function byProtocol(message: string): Readonly<Record<string, string>> | undefined {
  try {
    return JSON.parse(message) as Record<string, string>;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Errors: AwsError InvalidParameter. */
export function readMessage(input: Input): TopicMessage {
  const [message, subject, messageStructure] = [
    text(input, 'Message') ?? '',
    text(input, 'Subject'),
    text(input, 'MessageStructure'),
  ];
  if (message === '') throw invalid('Empty message');
  if (subject !== undefined && !/^[\x20-\x7e]{1,100}$/.test(subject)) throw invalid('Subject');
  const attributes = attributesOf(input);
  const bytes =
    Buffer.byteLength(message) +
    Buffer.byteLength(
      Object.entries(attributes)
        .flatMap(([name, each]) => [name, ...Object.values(each)])
        .join(''),
    );
  if (bytes > mostBytes) throw invalid('Message too long');
  checkStructure(message, messageStructure);
  return {
    message,
    attributes,
    ...(subject !== undefined && { subject }),
    ...(messageStructure !== undefined && { messageStructure }),
  };
}

/** What subscribers of a protocol get: with a structure each may have its own text. */
export function textFor({ message, messageStructure }: TopicMessage, protocol: string): string {
  if (messageStructure === undefined) return message;
  const parts = byProtocol(message) ?? {};
  return parts[protocol] ?? parts.default ?? '';
}
