import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  type Parameter,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { type JsonMap, mapAt } from '../template/json.js';
import { parseTemplate } from '../template/read-template.js';
import { type ChangeSet, createChangeSet, dropChangeSet, dropLeftOver } from './change-set.js';
import { DeployError } from './deploy-error.js';
import type { EnvironmentConfig } from './environment-config.js';
import { firstFailure, hintFor } from './first-failure.js';
import { withNextRevision } from './next-revision.js';
import { StackProgress } from './stack-progress.js';
import { stateOf, wayOut } from './stack-state.js';

const pollMs = 1000;
const pause = () => new Promise((resolve) => setTimeout(resolve, pollMs));

/** What a deployment gives a stack. */
export interface Given {
  readonly parameters: Readonly<Record<string, string>>;
  /** Of a service that is deployed by itself: `VERSION-HASH`. */
  readonly release?: string;
}

/** A stack of an environment. The template of the root is the record of what is deployed there. */
export class DeployedStack {
  readonly name: string;
  readonly #client: CloudFormationClient;
  readonly #config: EnvironmentConfig;

  /** @param name of the stack; the root of the environment unless told. */
  constructor(config: EnvironmentConfig, name = config.stackName) {
    this.name = name;
    this.#client = new CloudFormationClient({ region: config.region });
    this.#config = config;
  }

  async #described(nameOrId = this.name): Promise<Stack | undefined> {
    try {
      const { Stacks } = await this.#client.send(new DescribeStacksCommand({ StackName: nameOrId }));
      return Stacks?.[0];
    } catch (error) {
      if (/does not exist/.test((error as Error).message)) return undefined;
      throw error;
    }
  }

  /** The stack once nothing is under way. Undefined when there is none. Errors: DeployError when it is stuck, or busy for longer than `waitMs`. */
  async settled(waitMs = 0, alsoStuck = false): Promise<Stack | undefined> {
    const startedMs = performance.now();
    let progress: StackProgress | undefined;
    for (;;) {
      const state = stateOf(await this.#described());
      if (state.kind !== 'busy') progress?.end();
      if (state.kind === 'absent') return undefined;
      if (state.kind === 'ready' || (state.kind === 'stuck' && alsoStuck)) return state.stack;
      if (state.kind === 'stuck') throw await this.#stuck(state.stack, state.status);
      if (performance.now() - startedMs >= waitMs)
        throw new DeployError(
          `${this.name} is ${state.status}: another deployment runs, or goes on after its caller has been stopped; try again when it has ended`,
        );
      if (progress === undefined) {
        console.log(`waiting: ${this.name} is ${state.status}`);
        progress = new StackProgress(this.#client, state.stack.StackId ?? this.name);
        await progress.begin();
      }
      await pause();
      await progress.step();
    }
  }

  /** True also when it is stuck or under way. */
  async exists(): Promise<boolean> {
    return stateOf(await this.#described()).kind !== 'absent';
  }

  async #stuck({ StackStatusReason: told, StackId, LastUpdatedTime, CreationTime }: Stack, status: string) {
    const since = LastUpdatedTime ?? CreationTime ?? new Date(0);
    const failure = await firstFailure(this.#client, StackId ?? this.name, since);
    const reason = failure ? `${failure.logicalId} (${failure.type}): ${failure.reason}` : told;
    const place = { stackName: this.name, region: this.#config.region, stage: this.#config.stage };
    return new DeployError(
      `${this.name} is ${status}, so nothing has been done.\n  ${reason ?? 'CloudFormation gives no reason'}\n${wayOut(status, place)}`,
    );
  }

  /** The template that is deployed. Undefined before the first deployment. Errors: as `settled`. */
  async template(): Promise<JsonMap | undefined> {
    if ((await this.settled()) === undefined) return undefined;
    const { TemplateBody = '' } = await this.#client.send(
      new GetTemplateCommand({ StackName: this.name, TemplateStage: 'Original' }),
    );
    return parseTemplate(TemplateBody, this.name).value;
  }

  /** Values that are given, those that stay as they are, and defaults. */
  async #parameters(template: JsonMap, given: Readonly<Record<string, string>>): Promise<Parameter[]> {
    const deployed = new Set((await this.settled())?.Parameters?.map(({ ParameterKey }) => ParameterKey));
    const missing: string[] = [];
    const parameters = Object.entries(mapAt(template, 'Parameters')).flatMap(
      ([name, declaration]): Parameter[] => {
        const value = given[name];
        if (value !== undefined) return [{ ParameterKey: name, ParameterValue: value }];
        if (deployed.has(name)) return [{ ParameterKey: name, UsePreviousValue: true }];
        if (mapAt({ declaration }, 'declaration').Default === undefined) missing.push(name);
        return [];
      },
    );
    if (missing.length === 0) return parameters;
    const { stage } = this.#config;
    throw new DeployError(
      `the template of ${this.name} has ${missing.join(', ')}, and nothing gives a value: add it to parameter_overrides of [${stage}.global.parameters], or give it once: ${missing.map((name) => `--parameter-overrides ${name}=…`).join(' ')}`,
    );
  }

  /** Errors: DeployError. Undefined when nothing would change. */
  async plan(template: JsonMap, templateUrl: string, { parameters: given, release }: Given) {
    const deployed = await this.settled();
    const isNew = deployed === undefined;
    const values = withNextRevision(template, given, {
      deployed: isNew ? undefined : (deployed.Parameters ?? []),
      ...(release !== undefined && { release }),
    });
    const parameters = await this.#parameters(template, values);
    return createChangeSet(this.#client, { stackName: this.name, isNew, templateUrl, parameters });
  }

  drop({ name }: ChangeSet): Promise<void> {
    return dropChangeSet(this.#client, name, this.name);
  }

  /** Removes change sets of deployments that were stopped before they were executed. */
  async tidy(): Promise<void> {
    const stack = await this.#described();
    if (stack !== undefined) await dropLeftOver(this.#client, this.name);
    // A stack without resources remains when its first change set was never executed.
    if (stack?.StackStatus === 'REVIEW_IN_PROGRESS')
      await this.#client.send(new DeleteStackCommand({ StackName: this.name }));
  }

  async #watch(stackId: string, begin: () => Promise<unknown>) {
    const progress = new StackProgress(this.#client, stackId);
    await progress.begin();
    await begin();
    let status = 'IN_PROGRESS';
    while (status.endsWith('IN_PROGRESS')) {
      await pause();
      status = (await this.#described(stackId))?.StackStatus ?? 'DELETE_COMPLETE';
      await progress.step();
    }
    progress.end();
    return { status, since: progress.since ?? new Date(Date.now() - 60_000) };
  }

  async #failure(stackId: string, since: Date): Promise<string> {
    const failure = await firstFailure(this.#client, stackId, since);
    if (failure === undefined) return 'CloudFormation names no resource';
    return `${failure.logicalId} (${failure.type}): ${failure.reason}${hintFor(failure)}`;
  }

  /** Executes and waits. Errors: DeployError with the first resource that failed; everything is as before then. */
  async execute({ name }: ChangeSet): Promise<void> {
    const stackId = (await this.#described())?.StackId ?? this.name;
    const command = new ExecuteChangeSetCommand({ ChangeSetName: name, StackName: this.name });
    const { status, since } = await this.#watch(stackId, () => this.#client.send(command));
    if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') return;
    const cause = await this.#failure(stackId, since);
    const { region, stage } = this.#config;
    const after =
      status === 'UPDATE_ROLLBACK_COMPLETE' || status === 'DELETE_COMPLETE'
        ? 'Everything is as it was before.'
        : wayOut(status, { stackName: this.name, region, stage });
    throw new DeployError(`${this.name} is ${status}. The first that failed:\n  ${cause}\n${after}`);
  }

  /** Removes the stack and waits. Returns what its templates keep: `orders-prod (AWS::DynamoDB::Table)`. Errors: DeployError. */
  async remove(): Promise<string[]> {
    const stackId = (await this.#described())?.StackId;
    if (stackId === undefined) return [];
    const { status, since } = await this.#watch(stackId, () =>
      this.#client.send(new DeleteStackCommand({ StackName: this.name })),
    );
    if (status !== 'DELETE_COMPLETE')
      throw new DeployError(
        `${this.name} is ${status}. The first that failed:\n  ${await this.#failure(stackId, since)}`,
      );
    return this.#kept(stackId);
  }

  async #kept(stackId: string): Promise<string[]> {
    const { StackResources = [] } = await this.#client.send(
      new DescribeStackResourcesCommand({ StackName: stackId }),
    );
    const kept = StackResources.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_SKIPPED').map(
      ({ PhysicalResourceId, ResourceType }) => `${PhysicalResourceId} (${ResourceType})`,
    );
    const nested = StackResources.filter(({ ResourceType }) => ResourceType === 'AWS::CloudFormation::Stack');
    const inner = nested.map(({ PhysicalResourceId: id }) => (id === undefined ? [] : this.#kept(id)));
    return [...kept, ...(await Promise.all(inner)).flat()];
  }
}
