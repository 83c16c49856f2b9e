import type { StartProblem } from '../parts.js';
import type { Json, PolicySpec, QueueSpec, Resource, System } from '../system.js';
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

function unreadable({ logicalId }: QueueSpec, { place, ...policy }: PolicySpec): StartProblem[] {
  try {
    readStatement({ place, ...policy });
    return [];
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    const what = `a statement of the policy of ${logicalId} ${error.message}`;
    return [{ place, code: 'policy-unsupported', what, remedy: 'Write it in another way.' }];
  }
}

/** What a service sends to a queue, in whose name, and where the template says so. */
interface Delivery {
  readonly by: keyof typeof services;
  readonly sender: Resource & { readonly arn: string };
  readonly queue: QueueSpec;
}

function deliveriesOfTopics({ subscriptions, queues }: System): Delivery[] {
  return subscriptions.flatMap((subscription) =>
    queues
      .filter(({ arn }) => subscription.protocol === 'sqs' && arn === subscription.endpoint)
      .map((queue) => ({ by: 'SNS', sender: { ...subscription, arn: subscription.topicArn }, queue })),
  );
}

function deliveriesOfRules({ rules, queues }: System): Delivery[] {
  // Scheduler acts under the role that SAM makes for it, as far as that goes: no policy of the queue is asked.
  return rules.flatMap((rule) => {
    const arns = rule.targets.flatMap(({ arn, deadLetterArn }) => [arn, deadLetterArn]);
    const named = queues.filter(({ arn }) => rule.ofScheduler !== true && arns.includes(arn));
    return named.map((queue) => ({ by: 'EventBridge', sender: rule, queue }));
  });
}

function missing({ accountId }: System, { by, sender, queue }: Delivery): StartProblem[] {
  const service = services[by];
  const access: Access = {
    action: 'sqs:SendMessage',
    resource: queue.arn,
    context: {
      'aws:SourceArn': [sender.arn],
      'aws:SourceAccount': [accountId],
      'aws:SecureTransport': ['true'],
    },
  };
  const statements = (queue.policy ?? []).filter((each) => letsIn(each, service)).map(readStatement);
  if (decide(statements, access).outcome === 'allowed') return [];
  return [
    {
      place: sender.place,
      code: 'queue-policy-missing',
      what: `${sender.logicalId} sends to ${queue.logicalId}, which does not let ${by} in: on AWS nothing would arrive`,
      remedy: `declare an AWS::SQS::QueuePolicy for ${queue.logicalId} with the Statement: [{ Effect: Allow, Principal: { Service: ${service} }, Action: sqs:SendMessage, Resource: !GetAtt ${queue.logicalId}.Arn }]`,
    },
  ];
}

/**
 * Rules and topics reach queues by the policies of the queues alone.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 */
export function checkQueuePolicies(system: System): StartProblem[] {
  const problems = system.queues.flatMap((queue) =>
    (queue.policy ?? []).flatMap((each) => unreadable(queue, each)),
  );
  if (problems.length > 0) return problems;
  const deliveries = [...deliveriesOfRules(system), ...deliveriesOfTopics(system)];
  return deliveries.flatMap((delivery) => missing(system, delivery));
}
