import type { SubscriptionSpec } from '../../system.js';
import { defined, type Fields } from '../fields.js';
import { arn, derivedName, physicalName, stableUuid } from '../names.js';
import { tagged } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { readStatements, withPrincipal } from './function-policies.js';
import { resourceOf } from './resource-of.js';

function topicArn(declaration: Declaration): string | undefined {
  const name = physicalName(declaration, 'TopicName', 256);
  return name === undefined ? undefined : arn(declaration, 'sns', name);
}

const protocols = [
  'sqs',
  'lambda',
  'email',
  'email-json',
  'sms',
  'http',
  'https',
  'application',
  'firehose',
] as const;

/** How a subscription is told from others of the topic, and what it is for. */
export interface Subscribed {
  readonly logicalId: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly madeBySam?: true;
}

/** The settings that a subscription has, wherever it is written. */
export const subscriptionSettings = ['FilterPolicy', 'FilterPolicyScope'] as const;

export function addSubscription(
  declaration: Declaration,
  fields: Fields,
  { logicalId, topicArn: topic, ...subscribed }: Subscribed,
): void {
  const { stack } = declaration;
  const scope = fields.has('FilterPolicyScope')
    ? fields.oneOf('FilterPolicyScope', ['MessageAttributes', 'MessageBody'])
    : undefined;
  const filterPolicy = fields.json('FilterPolicy');
  if (filterPolicy !== undefined && (typeof filterPolicy !== 'object' || Array.isArray(filterPolicy)))
    fields.unsupported('FilterPolicy', 'a filter policy is a map');
  stack.reading.parts.subscriptions.push({
    ...resourceOf(declaration),
    logicalId,
    place: fields.node.place,
    arn: `${topic}:${stableUuid(`subscription ${stack.path}/${logicalId}`)}`,
    topicArn: topic,
    ...subscribed,
    filterScope: scope ?? 'MessageAttributes',
    rawMessageDelivery: fields.has('RawMessageDelivery') && fields.boolean('RawMessageDelivery') === true,
    ...defined<Required<Pick<SubscriptionSpec, 'filterPolicy'>>>({ filterPolicy: filterPolicy ?? undefined }),
  });
}

function readTopic(declaration: Declaration, fields: Fields): void {
  const topic = topicArn(declaration);
  if (topic === undefined) return;
  const { stack, logicalId } = declaration;
  stack.reading.parts.topics.push({
    ...resourceOf(declaration),
    topicName: topic.split(':').at(-1) ?? '',
    arn: topic,
  });
  for (const [at, each] of fields.maps('Subscription').entries()) {
    each.allow({ played: ['Protocol', 'Endpoint'] });
    each.require('Protocol');
    each.require('Endpoint');
    const [protocol, endpoint] = [each.oneOf('Protocol', protocols), each.string('Endpoint')];
    if (protocol === undefined || endpoint === undefined) continue;
    addSubscription(declaration, each, {
      ...{ logicalId: `${logicalId}Subscription${at}`, topicArn: topic, protocol, endpoint },
    });
  }
}

export const topic: ResourceType = {
  properties: {
    played: ['TopicName', 'Subscription'],
    noEffect: {
      ...tagged,
      DisplayName: 'for people',
      KmsMasterKeyId: 'nothing on this machine is encrypted',
      SignatureVersion: 'nobody can check a signature here',
      TracingConfig: 'trace headers end at topics',
      DeliveryStatusLogging: 'each delivery is printed',
    },
    refused: {
      FifoTopic: 'Use a FIFO queue.',
      ContentBasedDeduplication: 'Use a FIFO queue.',
      ArchivePolicy: 'Remove it: topics keep nothing.',
      DataProtectionPolicy: 'Remove it: messages are passed on as they are.',
      FifoThroughputScope: 'Use a FIFO queue.',
    },
  },
  ref: topicArn,
  attributes: { TopicArn: topicArn, TopicName: (declaration) => physicalName(declaration, 'TopicName', 256) },
  read: readTopic,
};

export const topicPolicy: ResourceType = {
  properties: { played: ['PolicyDocument', 'Topics'] },
  ref: (declaration) => derivedName(declaration, 255),
  read({ stack }, fields) {
    fields.require('PolicyDocument');
    fields.require('Topics');
    const document = fields.map('PolicyDocument');
    const statements = document === undefined ? [] : readStatements(document, withPrincipal);
    const { topicPolicies } = stack.reading.parts;
    for (const topicOf of fields.strings('Topics'))
      topicPolicies.set(topicOf, [...(topicPolicies.get(topicOf) ?? []), ...statements]);
  },
};

export const subscription: ResourceType = {
  properties: {
    played: ['TopicArn', 'Protocol', 'Endpoint', 'RawMessageDelivery', ...subscriptionSettings],
    noEffect: {
      Region: 'there is one region',
      RedrivePolicy: 'a delivery on one machine does not fail',
      DeliveryPolicy: 'a delivery on one machine does not fail',
    },
    refused: {
      SubscriptionRoleArn: 'Remove it: there is no Firehose.',
      ReplayPolicy: 'Remove it: topics keep nothing.',
    },
  },
  ref: topicArn,
  read(declaration, fields) {
    for (const name of ['TopicArn', 'Protocol', 'Endpoint']) fields.require(name);
    const [arnOfTopic, protocol, endpoint] = [
      fields.string('TopicArn'),
      fields.oneOf('Protocol', protocols),
      fields.string('Endpoint'),
    ];
    if (arnOfTopic === undefined || protocol === undefined || endpoint === undefined) return;
    const { logicalId } = declaration;
    addSubscription(declaration, fields, { logicalId, topicArn: arnOfTopic, protocol, endpoint });
  },
};
