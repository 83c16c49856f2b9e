import {
  type Change,
  type CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  ListChangeSetsCommand,
  type Parameter,
} from '@aws-sdk/client-cloudformation';
import { DeployError } from './deploy-error.js';

const pollMs = 1000;

export interface ChangeSetRequest {
  readonly stackName: string;
  readonly isNew: boolean;
  readonly templateUrl: string;
  readonly parameters: readonly Parameter[];
}

export interface ChangeSet {
  readonly name: string;
  readonly changes: readonly Change[];
}

const noChanges = /didn't contain changes|no updates are to be performed|no changes/i;

/** @param stackName is not needed when `name` is an ARN. */
async function described(client: CloudFormationClient, name: string, stackName: string | undefined) {
  const changes: Change[] = [];
  let page: DescribeChangeSetCommandOutput;
  let token: string | undefined;
  do {
    page = await client.send(
      new DescribeChangeSetCommand({
        ChangeSetName: name,
        ...(stackName !== undefined && { StackName: stackName }),
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    changes.push(...(page.Changes ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return { status: page.Status ?? '', reason: page.StatusReason ?? '', changes };
}

export async function dropChangeSet(
  client: CloudFormationClient,
  name: string,
  stackName: string,
): Promise<void> {
  await client.send(new DeleteChangeSetCommand({ ChangeSetName: name, StackName: stackName }));
}

const prefix = 'deploy-';

/** Those of this program that nobody has executed. */
export async function dropLeftOver(client: CloudFormationClient, stackName: string): Promise<void> {
  const { Summaries = [] } = await client.send(new ListChangeSetsCommand({ StackName: stackName }));
  for (const { ChangeSetName: name = '', ExecutionStatus: status } of Summaries)
    if (name.startsWith(prefix) && status !== 'EXECUTE_COMPLETE' && status !== 'EXECUTE_IN_PROGRESS')
      await dropChangeSet(client, name, stackName);
}

/** The changes, and those that they make within nested stacks: `Orders/OrdersTable`. */
async function withNested(
  client: CloudFormationClient,
  changes: readonly Change[],
  path = '',
): Promise<Change[]> {
  const all = changes.map(async (change): Promise<Change[]> => {
    const { LogicalResourceId = '', ChangeSetId } = change.ResourceChange ?? {};
    const named = `${path}${LogicalResourceId}`;
    const own: Change = { ...change, ResourceChange: { ...change.ResourceChange, LogicalResourceId: named } };
    if (ChangeSetId === undefined) return [own];
    const inner = await described(client, ChangeSetId, undefined);
    return [own, ...(await withNested(client, inner.changes, `${named}/`))];
  });
  return (await Promise.all(all)).flat();
}

/** CloudFormation cannot always look into nested stacks before their inputs are there. */
const nestedFailed = /nested change set/i;

/**
 * Makes a change set and waits for it. Undefined when nothing would change. Errors: DeployError with CloudFormation's
 * reason.
 */
export async function createChangeSet(
  client: CloudFormationClient,
  request: ChangeSetRequest,
  looksInside = !request.isNew,
): Promise<ChangeSet | undefined> {
  const { stackName } = request;
  const name = `${prefix}${Date.now()}`;
  await client.send(
    new CreateChangeSetCommand({
      StackName: stackName,
      ChangeSetName: name,
      ChangeSetType: request.isNew ? 'CREATE' : 'UPDATE',
      TemplateURL: request.templateUrl,
      Parameters: [...request.parameters],
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
      // A first deployment that fails leaves nothing behind; what a new stack makes needs no look inside.
      ...(request.isNew && { OnStackFailure: 'DELETE' }),
      ...(looksInside && { IncludeNestedStacks: true }),
    }),
  );
  for (;;) {
    const { status, reason, changes } = await described(client, name, stackName);
    if (status === 'CREATE_COMPLETE') return { name, changes: await withNested(client, changes) };
    if (status === 'FAILED') {
      await dropChangeSet(client, name, stackName);
      if (noChanges.test(reason)) return undefined;
      if (!looksInside || !nestedFailed.test(reason))
        throw new DeployError(`CloudFormation refuses the template: ${reason}`);
      console.log(`what changes within nested stacks cannot be shown: ${reason}`);
      return createChangeSet(client, request, false);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

const verbs: Readonly<Record<string, string>> = {
  Add: 'makes',
  Modify: 'changes',
  Remove: 'removes',
  Import: 'takes over',
};

/** One change as a sentence: `changes Orders (a nested stack)`. */
export function sentenceOf({ ResourceChange: change }: Change): string {
  const { Action = '', LogicalResourceId = '', ResourceType = '', Replacement, Details = [] } = change ?? {};
  const kind = ResourceType === 'AWS::CloudFormation::Stack' ? 'a nested stack' : ResourceType;
  const replaced =
    Replacement === 'True' ? ' and replaces it by a new one: what it holds is not taken along' : '';
  const may = isOnlyLookedAt({ ResourceChange: change }) ? ', whose inputs are looked at again' : '';
  const details = [...new Set(Details.flatMap(({ Target }) => Target?.Name ?? []))];
  const what = details.length > 0 ? `: ${details.join(', ')}` : '';
  return `${verbs[Action] ?? Action} ${LogicalResourceId} (${kind}${may})${what}${replaced}`;
}

/**
 * True for a resource that CloudFormation lists because an input comes from something that changes, though it may turn
 * out the same ("How CloudFormation change sets display nested stacks": evaluation Dynamic).
 */
export function isOnlyLookedAt({ ResourceChange: change }: Change): boolean {
  const details = change?.Details ?? [];
  return (
    change?.Action === 'Modify' &&
    details.length > 0 &&
    details.every(({ Evaluation }) => Evaluation === 'Dynamic')
  );
}
