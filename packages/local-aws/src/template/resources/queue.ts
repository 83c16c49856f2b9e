import type { QueueSpec } from '../../system.js';
import type { Fields } from '../fields.js';
import { resolvedText } from '../intrinsics/sub.js';
import { arn, derivedName, propertyText } from '../names.js';
import { tagged } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { resourceOf } from './resource-of.js';

const encryption = 'nothing on this machine is encrypted';
const maxNameLength = 80;

function isFifo({ stack, properties }: Declaration): boolean {
  return /^true$/i.test(resolvedText(stack, properties.entries.get('FifoQueue')) ?? '');
}

export function queueName(declaration: Declaration): string | undefined {
  const given = propertyText(declaration, 'QueueName');
  if (given !== 'absent') return given?.text;
  if (!isFifo(declaration)) return derivedName(declaration, maxNameLength);
  return `${derivedName(declaration, maxNameLength - '.fifo'.length)}.fifo`;
}

function queueArn(declaration: Declaration): string | undefined {
  const name = queueName(declaration);
  return name === undefined ? undefined : arn(declaration, 'sqs', name);
}

function queueUrl(declaration: Declaration): string | undefined {
  const name = queueName(declaration);
  return name === undefined ? undefined : declaration.stack.reading.options.queueUrl(name);
}

function read(declaration: Declaration, fields: Fields): void {
  const name = queueName(declaration);
  if (name === undefined) return;
  const fifo = isFifo(declaration);
  checkName(fields, name, fifo);
  fields.boolean('FifoQueue');
  const contentBasedDeduplication = fields.boolean('ContentBasedDeduplication') ?? false;
  if (contentBasedDeduplication && !fifo)
    fields.unsupported('ContentBasedDeduplication', 'only a FIFO queue has it');
  const redrive = readRedrive(fields);
  declaration.stack.reading.parts.queues.push({
    ...resourceOf(declaration),
    queueName: name,
    arn: arn(declaration, 'sqs', name),
    fifo,
    contentBasedDeduplication,
    visibilityTimeoutS: fields.integer('VisibilityTimeout', [0, 43200]) ?? 30,
    messageRetentionS: fields.integer('MessageRetentionPeriod', [60, 1209600]) ?? 345600,
    delayS: fields.integer('DelaySeconds', [0, 900]) ?? 0,
    receiveWaitS: fields.integer('ReceiveMessageWaitTimeSeconds', [0, 20]) ?? 0,
    maximumMessageBytes: fields.integer('MaximumMessageSize', [1024, 1048576]) ?? 1048576,
    ...(redrive === undefined ? {} : { redrive }),
  });
}

/** SQS's rule for names: 80 letters, digits, `-` and `_`; `.fifo` at the end of a FIFO queue's, and of no other. */
function checkName(fields: Fields, name: string, fifo: boolean): void {
  const stem = name.replace(/\.fifo$/, '');
  if (name.length > maxNameLength || !/^[\w-]+$/.test(stem))
    fields.unsupported('QueueName', `'${name}' is no name of a queue: up to 80 letters, digits, - and _`);
  else if (fifo !== (stem !== name))
    fields.unsupported('QueueName', `'${name}': the name of a FIFO queue, and of no other, ends in .fifo`);
}

function readRedrive(fields: Fields): QueueSpec['redrive'] | undefined {
  const policy = fields.map('RedrivePolicy');
  if (policy === undefined) return undefined;
  policy.allow({ played: ['deadLetterTargetArn', 'maxReceiveCount'] });
  policy.require('deadLetterTargetArn');
  policy.require('maxReceiveCount');
  const deadLetterArn = policy.string('deadLetterTargetArn');
  const maxReceiveCount = policy.integer('maxReceiveCount', [1, 1000]);
  return deadLetterArn === undefined || maxReceiveCount === undefined
    ? undefined
    : { deadLetterArn, maxReceiveCount };
}

export const queue: ResourceType = {
  properties: {
    played: [
      'QueueName',
      'FifoQueue',
      'ContentBasedDeduplication',
      'VisibilityTimeout',
      'MessageRetentionPeriod',
      'DelaySeconds',
      'ReceiveMessageWaitTimeSeconds',
      'MaximumMessageSize',
      'RedrivePolicy',
    ],
    noEffect: {
      ...tagged,
      KmsMasterKeyId: encryption,
      KmsDataKeyReusePeriodSeconds: encryption,
      SqsManagedSseEnabled: encryption,
      RedriveAllowPolicy: 'the templates say themselves which queues send their failures there',
      FifoThroughputLimit: 'throughput is not limited',
    },
    refused: {
      DeduplicationScope: 'Remove it: deduplication is by queue.',
    },
  },
  ref: queueUrl,
  attributes: { Arn: queueArn, QueueName: queueName, QueueUrl: queueUrl },
  read,
};
