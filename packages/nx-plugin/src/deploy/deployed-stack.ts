import {
  CloudFormationClient,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  type Parameter,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { type JsonMap, mapAt } from '../template/json.js';
import { parseTemplate } from '../template/read-template.js';
import { type ChangeSet, createChangeSet, dropChangeSet } from './change-set.js';
import { DeployError } from './deploy-error.js';
import type { EnvironmentConfig } from './environment-config.js';
import { firstFailure } from './first-failure.js';

const pollMs = 1000;

/** The root stack of an environment. Its template is the record of what is deployed there. */
export class DeployedStack {
  readonly #client: CloudFormationClient;
  readonly #config: EnvironmentConfig;

  constructor(config: EnvironmentConfig) {
    this.#client = new CloudFormationClient({ region: config.region });
    this.#config = config;
  }

  async #stack(): Promise<Stack | undefined> {
    try {
      const { Stacks } = await this.#client.send(
        new DescribeStacksCommand({ StackName: this.#config.stackName }),
      );
      // A stack that a change set has announced and nobody has executed is as good as none.
      return Stacks?.find(({ StackStatus }) => StackStatus !== 'REVIEW_IN_PROGRESS');
    } catch (error) {
      if (/does not exist/.test((error as Error).message)) return undefined;
      throw error;
    }
  }

  /** The root template that is deployed. Undefined before the first deployment. Errors: DeployError while one runs. */
  async template(): Promise<JsonMap | undefined> {
    const { stackName } = this.#config;
    const stack = await this.#stack();
    if (stack === undefined) return undefined;
    const status = stack.StackStatus ?? '';
    if (/IN_PROGRESS$/.test(status))
      throw new DeployError(
        `${stackName} is ${status}: another deployment runs; try again when it has ended`,
      );
    if (!/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$/.test(status))
      throw new DeployError(
        `${stackName} is ${status}, from which nothing can be deployed: docs/deploying.md says what to do`,
      );
    const { TemplateBody = '' } = await this.#client.send(
      new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Original' }),
    );
    return parseTemplate(TemplateBody, stackName).value;
  }

  /** Values that stay as they are, and those of the configuration for parameters that are new. */
  async #parameters(template: JsonMap, given: Readonly<Record<string, string>>): Promise<Parameter[]> {
    const deployed = new Set((await this.#stack())?.Parameters?.map(({ ParameterKey }) => ParameterKey));
    return Object.entries(mapAt(template, 'Parameters')).flatMap(([name, declaration]): Parameter[] => {
      const value = given[name];
      if (value !== undefined) return [{ ParameterKey: name, ParameterValue: value }];
      if (deployed.has(name)) return [{ ParameterKey: name, UsePreviousValue: true }];
      if (mapAt({ declaration }, 'declaration').Default !== undefined) return [];
      throw new DeployError(
        `the root template has the parameter ${name}, and samconfig.toml gives it no value: add it to parameter_overrides of [${this.#config.stage}.global.parameters]`,
      );
    });
  }

  /** Errors: DeployError. Undefined when nothing would change. */
  async plan(template: JsonMap, templateUrl: string, given: Readonly<Record<string, string>>) {
    const { stackName } = this.#config;
    const isNew = (await this.#stack()) === undefined;
    const parameters = await this.#parameters(template, given);
    return createChangeSet(this.#client, { stackName, isNew, templateUrl, parameters });
  }

  drop({ name }: ChangeSet): Promise<void> {
    return dropChangeSet(this.#client, name, this.#config.stackName);
  }

  /** Executes and waits. Errors: DeployError with the first resource that failed; everything is as before then. */
  async execute({ name }: ChangeSet): Promise<void> {
    const { stackName } = this.#config;
    // Clocks differ: an event of this deployment must not seem to be of the time before it.
    const since = new Date(Date.now() - 60_000);
    await this.#client.send(new ExecuteChangeSetCommand({ ChangeSetName: name, StackName: stackName }));
    let status = 'IN_PROGRESS';
    while (/IN_PROGRESS$/.test(status)) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      status = (await this.#stack())?.StackStatus ?? 'DELETE_COMPLETE';
    }
    if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') return;
    const failure = await firstFailure(this.#client, stackName, since);
    const cause = failure
      ? `${failure.logicalId} (${failure.type}): ${failure.reason}`
      : 'CloudFormation names no resource';
    throw new DeployError(`${stackName} is ${status}. The first that failed:\n  ${cause}`);
  }
}
