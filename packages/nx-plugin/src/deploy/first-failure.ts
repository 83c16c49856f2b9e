import {
  type CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';

/** What stopped a deployment, in the innermost stack that tells it. */
export interface Failure {
  readonly logicalId: string;
  readonly type: string;
  readonly reason: string;
}

/** CloudFormation cancels what is under way once something has failed: an effect, not the cause. */
const cancelled = /cancelled/i;

async function eventsSince(
  client: CloudFormationClient,
  stackName: string,
  since: Date,
): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new DescribeStackEventsCommand({
        StackName: stackName,
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    const recent = (page.StackEvents ?? []).filter(({ Timestamp }) => (Timestamp ?? since) >= since);
    events.push(...recent);
    token = recent.length === (page.StackEvents ?? []).length ? page.NextToken : undefined;
  } while (token !== undefined);
  return events.reverse();
}

async function physicalId(client: CloudFormationClient, stackName: string, logicalId: string) {
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: stackName }),
  );
  return StackResources.find(({ LogicalResourceId }) => LogicalResourceId === logicalId)?.PhysicalResourceId;
}

/**
 * The first resource that failed since then, with the reason that CloudFormation gives. A nested stack only says that
 * it has failed, so its own events are asked. Undefined when nothing failed.
 */
export async function firstFailure(
  client: CloudFormationClient,
  stackName: string,
  since: Date,
): Promise<Failure | undefined> {
  const events = await eventsSince(client, stackName, since);
  const failed = events.find(
    ({ ResourceStatus = '', ResourceStatusReason = '', PhysicalResourceId, StackId }) =>
      /FAILED$/.test(ResourceStatus) &&
      !cancelled.test(ResourceStatusReason) &&
      PhysicalResourceId !== StackId,
  );
  if (failed === undefined) return undefined;
  const { LogicalResourceId = '', ResourceType = '', ResourceStatusReason = 'no reason is given' } = failed;
  const own = { logicalId: LogicalResourceId, type: ResourceType, reason: ResourceStatusReason };
  if (ResourceType !== 'AWS::CloudFormation::Stack') return own;
  const nested = failed.PhysicalResourceId || (await physicalId(client, stackName, LogicalResourceId));
  const inner = nested === undefined ? undefined : await firstFailure(client, nested, since);
  return inner === undefined ? own : { ...inner, logicalId: `${LogicalResourceId}/${inner.logicalId}` };
}

const hints: readonly (readonly [RegExp, string])[] = [
  [
    /already exists/i,
    'Something of this name is there: of another stack, or kept by one that was removed. Rename it, remove it, or take it in by `aws cloudformation create-change-set --change-set-type IMPORT`.',
  ],
  [
    /custom resource/i,
    'Its function says why in its log: `aws logs tail /aws/lambda/NAME --since 1h`. A function that never answers is waited for an hour.',
  ],
  [
    /not authorized|AccessDenied/i,
    'The role that deploys lacks this right: docs/deploying.md, "Once for an account".',
  ],
  [/limit|quota|exceeded/i, 'Ask for more at "Service Quotas", or make less of it.'],
];

/** What to do about a reason that is known. Empty for others. */
export function hintFor({ type, reason }: Failure): string {
  const found = hints.find(([pattern]) => pattern.test(`${type} ${reason}`));
  const custom = /^Custom::|CustomResource$/.test(type) ? hints[1] : undefined;
  const hint = (custom ?? found)?.[1];
  return hint === undefined ? '' : `\n  ${hint}`;
}
