import { createHash } from 'node:crypto';
import { asInput, optionalText } from './input.js';
import type { MessageAttribute, MessageAttributes } from './message.js';
import { invalidParameter } from './sqs-error.js';

const maxCount = 10;

export function md5(data: string | Buffer): string {
  return createHash('md5').update(data).digest('hex');
}

/** The bytes of an attribute's value. */
function valueBytes(attribute: MessageAttribute): Buffer {
  return attribute.BinaryValue === undefined
    ? Buffer.from(attribute.StringValue ?? '', 'utf8')
    : Buffer.from(attribute.BinaryValue, 'base64');
}

function withLength(bytes: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}

/**
 * Over name, data type, transport type (1 text, 2 binary) and value of each attribute, sorted by name.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function md5OfAttributes(attributes: MessageAttributes): string {
  const parts = Object.keys(attributes)
    .sort()
    .flatMap((name) => {
      const attribute = attributes[name] as MessageAttribute;
      return [
        ...withLength(Buffer.from(name, 'utf8')),
        ...withLength(Buffer.from(attribute.DataType, 'utf8')),
        Buffer.from([attribute.BinaryValue === undefined ? 1 : 2]),
        ...withLength(valueBytes(attribute)),
      ];
    });
  return md5(Buffer.concat(parts));
}

/** What attributes add to the size of their message. */
export function bytesOf(attributes: MessageAttributes): number {
  let bytes = 0;
  for (const [name, attribute] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + valueBytes(attribute).length;
  }
  return bytes;
}

/** Errors: InvalidParameterValue; SerializationException. */
export function readMessageAttributes(value: unknown): MessageAttributes | undefined {
  const entries = Object.entries(asInput(value ?? {}, 'MessageAttributes'));
  if (entries.length === 0) return undefined;
  if (entries.length > maxCount) {
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [10].`,
    );
  }
  return Object.fromEntries(entries.map(([name, each]) => [name, readAttribute(name, each)]));
}

function readAttribute(name: string, value: unknown): MessageAttribute {
  checkName(name);
  const input = asInput(value, name);
  const DataType = optionalText(input, 'DataType');
  if (!DataType)
    throw invalidParameter(`The message attribute '${name}' must contain a non-empty attribute type.`);
  const [kind] = DataType.split('.');
  const member = kind === 'Binary' ? 'BinaryValue' : 'StringValue';
  if (!['String', 'Number', 'Binary'].includes(kind ?? '') || DataType.length > 256) {
    throw invalidParameter(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const content = optionalText(input, member);
  if (!content) {
    throw invalidParameter(
      `The message (user) attribute '${name}' must contain a non-empty value of type '${DataType}'.`,
    );
  }
  if (kind === 'Number' && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(content)) {
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return kind === 'Binary' ? { DataType, BinaryValue: content } : { DataType, StringValue: content };
}

function checkName(name: string): void {
  const shaped = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(name) && name.length <= 256;
  if (shaped && !/^(aws|amazon)\./i.test(name)) return;
  throw invalidParameter(
    `The message attribute name '${name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters; it starts neither with AWS. nor Amazon., nor has it a period at an end or two in a row.`,
  );
}

/** Those that a receiver asked for: `All`, `.*`, names, or `prefix.*`. */
export function selectAttributes(
  attributes: MessageAttributes,
  wanted: readonly string[],
): MessageAttributes {
  if (wanted.includes('All') || wanted.includes('.*')) return attributes;
  const isWanted = (name: string): boolean =>
    wanted.some((each) => each === name || (each.endsWith('.*') && name.startsWith(each.slice(0, -1))));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}
