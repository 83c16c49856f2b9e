import { dirname } from 'node:path';
import { checkLimits } from '../package/check-limits.js';
import { packageService } from '../package/package-service.js';
import type { ServiceRelease } from '../package/service-release.js';
import type { ServiceStack, System } from '../system/read-system.js';
import { type JsonMap, mapAt } from '../template/json.js';
import { askCanDeploy } from './can-deploy.js';
import { carryOut } from './carry-out.js';
import { chooseRelease, publishedRelease } from './choose-release.js';
import { DeployError } from './deploy-error.js';
import { deployedServices, missingParameters, unknownParameters, withRelease } from './deploy-record.js';
import { deployedReleases, type Environment, refuseSolo, soloStack } from './environment.js';

export interface ServiceDeployment {
  readonly system: System;
  readonly service: ServiceStack;
  /** A release that has been published before. Undefined for the one of the work tree. */
  readonly version: string | undefined;
  readonly dryRun: boolean;
  readonly asks: boolean;
}

async function wanted({ store, config }: Environment, { system, service, version }: ServiceDeployment) {
  const name = service.service;
  if (version !== undefined) return publishedRelease(store, name, await chooseRelease(store, name, version));
  const packaged = packageService(service, dirname(system.root.path), config.isPreview);
  checkLimits(service.template.place(), packaged.template, packaged.folder);
  return { url: await store.publish(packaged), template: packaged.template, release: packaged.release };
}

/** The root passes its values on: a parameter that it does not know of needs a deployment of the root. */
function checkParameters(
  root: JsonMap,
  { logicalId, service }: ServiceStack,
  [template, stage]: [JsonMap, string],
) {
  const missing = missingParameters(root, logicalId, template);
  const unknown = unknownParameters(root, logicalId, template);
  const told = [
    ...missing.map((name) => `it needs ${name}, which the deployed root does not pass`),
    ...unknown.map((name) => `the deployed root passes ${name}, which it does not have`),
  ];
  if (told.length > 0)
    throw new DeployError(
      `${service} does not fit the root template of ${stage}: ${told.join('; ')}. Deploy the system: stack deploy --system --stage ${stage}`,
    );
}

function ask(
  { config }: Environment,
  { asks, system }: ServiceDeployment,
  [release, deployed]: [ServiceRelease, readonly ServiceRelease[]],
) {
  const workspace = dirname(system.root.path);
  if (asks) askCanDeploy({ workspace, stage: config.stage, candidates: [release], deployed });
}

const namesIn = ({ services }: System) => services.map(({ service }) => service);

/**
 * Replaces one service in the root template that is deployed, and nothing else. Errors: DeployError.
 */
export async function deployService(environment: Environment, deployment: ServiceDeployment): Promise<void> {
  const { config, stack, store, check } = environment;
  const { service, dryRun, system } = deployment;
  const root = await stack.template();
  await refuseSolo(config, [service.service]);
  if (root === undefined)
    throw new DeployError(
      `nothing is deployed in ${config.stage} (${config.stackName} in ${config.region}): begin with the whole system: stack deploy --system --stage ${config.stage}`,
    );
  const { logicalId } = service;
  const before = deployedServices(root).find((each) => each.logicalId === logicalId);
  if (before === undefined)
    throw new DeployError(
      `the root template of ${config.stage} has no ${logicalId}: stack deploy --system --stage ${config.stage}`,
    );
  const { url, template, release } = await wanted(environment, deployment);
  console.log(`${release.service}: ${before.release.release} -> ${release.release} in ${config.stage}`);
  checkParameters(root, service, [template, config.stage]);
  ask(environment, deployment, [release, await deployedReleases(config, root, namesIn(system))]);
  const next = withRelease(root, { logicalId, url, release });
  const plan = { stack, store, check, before: root, template: next, parameters: {}, alone: [logicalId] };
  await carryOut({ ...plan, dryRun });
  if (!dryRun) console.log(`${release.service} ${release.release} runs in ${config.stage}`);
}

/** Deploys a service as a stack of its own, with its inputs as parameters. Errors: DeployError where the root nests it. */
export async function deploySolo(environment: Environment, deployment: ServiceDeployment): Promise<void> {
  const { config, stack, check } = environment;
  const { system, dryRun } = deployment;
  const { service } = deployment.service;
  const root = await stack.template();
  if (deployedServices(root ?? {}).some(({ release }) => release.service === service))
    throw new DeployError(
      `${service} is nested in ${config.stackName}, and two would take each other's names. Deploy it there: \`stack deploy ${service} --stage ${config.stage}\``,
    );
  const own = soloStack(config, service);
  const before = await own.template();
  const { url, template, release } = await wanted(environment, deployment);
  console.log(`${service}: ${release.release} as ${own.name}`);
  const others = await deployedReleases(config, root, namesIn(system));
  ask(environment, deployment, [release, others.filter((each) => each.service !== service)]);
  const declared = mapAt(template, 'Parameters');
  const given = Object.entries(config.parameters).filter(([name]) => name in declared);
  const store = { putRoot: async () => url };
  const parameters = Object.fromEntries(given);
  const next = { template: { ...template }, parameters, release: release.release };
  await carryOut({ stack: own, store, check, before, ...next, dryRun });
  if (!dryRun) console.log(`${service} ${release.release} runs in ${config.stage} as ${own.name}`);
}
