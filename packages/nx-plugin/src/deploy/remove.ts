import { carryOut } from './carry-out.js';
import { DeployError } from './deploy-error.js';
import { consumersOf, deployedServices, withoutService } from './deploy-record.js';
import { deployedReleases, type Environment, soloStack } from './environment.js';

function tellKept(kept: readonly string[]): void {
  for (const each of kept) console.log(`kept: ${each}`);
  if (kept.length > 0)
    console.log('What is kept stands in the way of a deployment under the same names until it is deleted.');
}

export interface ServiceRemoval {
  readonly service: string;
  /** All services of the work tree: they may run by themselves. */
  readonly known: readonly string[];
  readonly dryRun: boolean;
}

/** Removes one service; its tables stay. Errors: DeployError while another service needs it. */
export async function removeService(environment: Environment, { service, known, dryRun }: ServiceRemoval) {
  const { config, stack, store, check } = environment;
  const root = await stack.template();
  const consumers = consumersOf(service, await deployedReleases(config, root, known));
  if (consumers.length > 0)
    throw new DeployError(
      `${service} cannot be removed from ${config.stage}: ${consumers.join(', ')} was tested with its client and needs it. First deploy ${consumers.join(', ')} without @…/${service}-client in package.json.`,
    );
  const solo = soloStack(config, service);
  if (await solo.exists()) {
    if (dryRun) return console.log(`removes ${solo.name}; nothing has been done: this was --dry-run`);
    check();
    tellKept(await solo.remove());
    return console.log(`${service} is removed from ${config.stage}`);
  }
  const found = deployedServices(root ?? {}).find(({ release }) => release.service === service);
  if (root === undefined || found === undefined)
    throw new DeployError(
      `${service} is not deployed in ${config.stage}: \`stack deployed --stage ${config.stage}\` prints what is`,
    );
  const { template, users } = withoutService(root, found.logicalId);
  if (users.length > 0)
    throw new DeployError(
      `${service} cannot be removed from ${config.stage}: the root template passes what it gives to ${users.join(', ')}. Take that out of template.yaml and deploy the system: stack deploy --system --stage ${config.stage}`,
    );
  await carryOut({
    stack,
    store,
    check,
    before: root,
    template,
    parameters: {},
    alone: [found.logicalId],
    dryRun,
  });
  if (!dryRun)
    console.log(`${service} is removed from ${config.stage}; tables stay where its template retains them`);
}

/** Removes everything of an environment: services that run by themselves, then the root. */
export async function removeEnvironment(environment: Environment, known: readonly string[]): Promise<void> {
  const { config, stack, check } = environment;
  check();
  for (const service of known) {
    const solo = soloStack(config, service);
    if (await solo.exists()) tellKept(await solo.remove());
  }
  tellKept(await stack.remove());
  console.log(`${config.stackName} is removed`);
}
