import type { StartProblem } from '../parts.js';
import type { Json, PolicySpec, QueueSpec, RuleSpec, System } from '../system.js';
import type { Access } from './access.js';
import { decide } from './decide.js';
import { readStatement } from './statement.js';
import { StatementError } from './statement-error.js';

const eventBridge = 'events.amazonaws.com';

function letsIn({ statement }: PolicySpec): boolean {
  const principal: Json | undefined = (statement as { [name: string]: Json }).Principal;
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null || Array.isArray(principal)) return false;
  return [principal.Service ?? [], principal.AWS ?? []]
    .flat()
    .some((each) => each === eventBridge || each === '*');
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

interface Delivery {
  readonly rule: RuleSpec;
  readonly queue: QueueSpec;
}

function deliveries({ rules, queues }: System): Delivery[] {
  // Scheduler acts under the role that SAM makes for it, as far as that goes: no policy of the queue is asked.
  return rules.flatMap((rule) => {
    const arns = rule.targets.flatMap(({ arn, deadLetterArn }) => [arn, deadLetterArn]);
    const named = queues.filter(({ arn }) => rule.ofScheduler !== true && arns.includes(arn));
    return named.map((queue) => ({ rule, queue }));
  });
}

function missing({ accountId }: System, { rule, queue }: Delivery): StartProblem[] {
  const access: Access = {
    action: 'sqs:SendMessage',
    resource: queue.arn,
    context: {
      'aws:SourceArn': [rule.arn],
      'aws:SourceAccount': [accountId],
      'aws:SecureTransport': ['true'],
    },
  };
  const statements = (queue.policy ?? []).filter(letsIn).map(readStatement);
  if (decide(statements, access).outcome === 'allowed') return [];
  return [
    {
      place: rule.place,
      code: 'queue-policy-missing',
      what: `${rule.logicalId} sends to ${queue.logicalId}, which does not let EventBridge in: on AWS nothing would arrive`,
      remedy: `declare an AWS::SQS::QueuePolicy for ${queue.logicalId} with the Statement: [{ Effect: Allow, Principal: { Service: ${eventBridge} }, Action: sqs:SendMessage, Resource: !GetAtt ${queue.logicalId}.Arn }]`,
    },
  ];
}

/**
 * Rules reach queues by the policies of the queues alone.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 */
export function checkQueuePolicies(system: System): StartProblem[] {
  const problems = system.queues.flatMap((queue) =>
    (queue.policy ?? []).flatMap((each) => unreadable(queue, each)),
  );
  if (problems.length > 0) return problems;
  return deliveries(system).flatMap((delivery) => missing(system, delivery));
}
