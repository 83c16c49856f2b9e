import { dirname } from 'node:path';
import { packageService } from '../package/package-service.js';
import type { ServiceStack, System } from '../system/read-system.js';
import type { JsonMap } from '../template/json.js';
import { ArtifactStore } from './artifact-store.js';
import { askCanDeploy } from './can-deploy.js';
import { carryOut } from './carry-out.js';
import { chooseRelease, publishedRelease } from './choose-release.js';
import { DeployError } from './deploy-error.js';
import { deployedServices, missingParameters, unknownParameters, withRelease } from './deploy-record.js';
import { DeployedStack } from './deployed-stack.js';
import type { EnvironmentConfig } from './environment-config.js';

export interface ServiceDeployment {
  readonly system: System;
  readonly service: ServiceStack;
  readonly config: EnvironmentConfig;
  /** A release that has been published before. Undefined for the one of the work tree. */
  readonly version: string | undefined;
  readonly dryRun: boolean;
  readonly asks: boolean;
}

async function wanted(store: ArtifactStore, { system, service, version }: ServiceDeployment) {
  const name = service.service;
  if (version !== undefined) return publishedRelease(store, name, await chooseRelease(store, name, version));
  const packaged = packageService(service, dirname(system.root.path));
  return { url: await store.publish(packaged), template: packaged.template, release: packaged.release };
}

/** The root passes its values on: a parameter that it does not know of needs a deployment of the root. */
function checkParameters(root: JsonMap, { service, config }: ServiceDeployment, template: JsonMap): void {
  const { logicalId } = service;
  const missing = missingParameters(root, logicalId, template);
  const unknown = unknownParameters(root, logicalId, template);
  const told = [
    ...missing.map((name) => `it needs ${name}, which the deployed root does not pass`),
    ...unknown.map((name) => `the deployed root passes ${name}, which it does not have`),
  ];
  if (told.length > 0)
    throw new DeployError(
      `${service.service} does not fit the root template of ${config.stage}: ${told.join('; ')}. Deploy the system: stack deploy --system --stage ${config.stage}`,
    );
}

/**
 * Replaces one service in the root template that is deployed, and nothing else. Errors: DeployError.
 */
export async function deployService(deployment: ServiceDeployment): Promise<void> {
  const { service, config, dryRun, system } = deployment;
  const [stack, store] = [new DeployedStack(config), new ArtifactStore(config)];
  const root = await stack.template();
  if (root === undefined)
    throw new DeployError(
      `nothing is deployed in ${config.stage}: begin with the whole system: stack deploy --system --stage ${config.stage}`,
    );
  const services = deployedServices(root);
  const before = services.find(({ logicalId }) => logicalId === service.logicalId);
  if (before === undefined)
    throw new DeployError(
      `the root template of ${config.stage} has no ${service.logicalId}: stack deploy --system --stage ${config.stage}`,
    );
  const { url, template, release } = await wanted(store, deployment);
  console.log(`${release.service}: ${before.release.release} -> ${release.release} in ${config.stage}`);
  checkParameters(root, deployment, template);
  if (deployment.asks)
    askCanDeploy({
      workspace: dirname(system.root.path),
      stage: config.stage,
      candidate: release,
      deployed: services.map((each) => each.release),
    });
  const next = withRelease(root, { logicalId: service.logicalId, url, release });
  await carryOut({
    stack,
    store,
    before: root,
    template: next,
    parameters: {},
    alone: service.logicalId,
    dryRun,
  });
  if (!dryRun) console.log(`${release.service} ${release.release} runs in ${config.stage}`);
}
