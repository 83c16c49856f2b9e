import type { StartProblem } from '../parts.js';
import type { Json, PolicySpec, Resource, System } from '../system.js';
import type { Access } from './access.js';
import { decide } from './decide.js';
import { readStatement } from './statement.js';
import { StatementError } from './statement-error.js';

const services = {
  EventBridge: 'events.amazonaws.com',
  SNS: 'sns.amazonaws.com',
} as const;

function letsIn({ statement }: PolicySpec, service: string): boolean {
  const principal: Json | undefined = (statement as { [name: string]: Json }).Principal;
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null || Array.isArray(principal)) return false;
  return [principal.Service ?? [], principal.AWS ?? []]
    .flat()
    .some((each) => each === service || each === '*');
}

function unreadable({ logicalId }: Resource, { place, ...policy }: PolicySpec): StartProblem[] {
  try {
    readStatement({ place, ...policy });
    return [];
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    const what = `a statement of the policy of ${logicalId} ${error.message}`;
    return [{ place, code: 'policy-unsupported', what, remedy: 'Write it in another way.' }];
  }
}

/** A queue or topic, which others reach by its own policy alone. */
interface Receiver extends Resource {
  readonly arn: string;
  readonly policy?: readonly PolicySpec[];
}

/** What a service sends, in whose name, and where the template says so. */
interface Delivery {
  readonly by: keyof typeof services;
  readonly sender: Resource & { readonly arn: string };
  readonly receiver: Receiver;
}

/** By what the ARN of a receiver says of it. */
const kinds = {
  sqs: {
    action: 'sqs:SendMessage',
    code: 'queue-policy-missing',
    type: 'AWS::SQS::QueuePolicy',
    ref: '!GetAtt',
  },
  sns: { action: 'sns:Publish', code: 'topic-policy-missing', type: 'AWS::SNS::TopicPolicy', ref: '!Ref' },
} as const;

const kindOf = ({ arn }: Receiver) => (arn.startsWith('arn:aws:sns:') ? kinds.sns : kinds.sqs);

function deliveriesOfTopics({ subscriptions, queues }: System): Delivery[] {
  return subscriptions.flatMap((subscription) =>
    queues
      .filter(({ arn }) => subscription.protocol === 'sqs' && arn === subscription.endpoint)
      .map((receiver) => ({ by: 'SNS', sender: { ...subscription, arn: subscription.topicArn }, receiver })),
  );
}

function deliveriesOfRules({ rules, queues, topics }: System): Delivery[] {
  // Scheduler acts under the role that SAM makes for it, as far as that goes: no policy of the queue is asked.
  return rules.flatMap((rule) => {
    const arns = rule.targets.flatMap(({ arn, deadLetterArn }) => [arn, deadLetterArn]);
    const receivers: readonly Receiver[] = [...queues, ...topics];
    const named = receivers.filter(({ arn }) => rule.ofScheduler !== true && arns.includes(arn));
    return named.map((receiver) => ({ by: 'EventBridge', sender: rule, receiver }));
  });
}

function missing({ accountId }: System, { by, sender, receiver }: Delivery): StartProblem[] {
  const service = services[by];
  const { action, code, type, ref } = kindOf(receiver);
  const access: Access = {
    action,
    resource: receiver.arn,
    context: {
      'aws:SourceArn': [sender.arn],
      'aws:SourceAccount': [accountId],
      'aws:SecureTransport': ['true'],
    },
  };
  const statements = (receiver.policy ?? []).filter((each) => letsIn(each, service)).map(readStatement);
  if (decide(statements, access).outcome === 'allowed') return [];
  const resource = `${ref} ${receiver.logicalId}${ref === '!Ref' ? '' : '.Arn'}`;
  return [
    {
      place: sender.place,
      code,
      what: `${sender.logicalId} sends to ${receiver.logicalId}, which does not let ${by} in: on AWS nothing would arrive`,
      remedy: `declare an ${type} for ${receiver.logicalId} with the Statement: [{ Effect: Allow, Principal: { Service: ${service} }, Action: ${action}, Resource: ${resource} }]`,
    },
  ];
}

/**
 * Rules and topics reach queues, and rules topics, by the policies of these alone.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function checkQueuePolicies(system: System): StartProblem[] {
  const deliveries = [...deliveriesOfRules(system), ...deliveriesOfTopics(system)];
  const reached = system.topics.filter(({ arn }) => deliveries.some(({ receiver }) => receiver.arn === arn));
  const problems = [...system.queues, ...reached].flatMap((receiver: Receiver) =>
    (receiver.policy ?? []).flatMap((each) => unreadable(receiver, each)),
  );
  if (problems.length > 0) return problems;
  return deliveries.flatMap((delivery) => missing(system, delivery));
}
