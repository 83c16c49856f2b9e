import { dirname } from 'node:path';
import { checkLimits, checkNames } from '../package/check-limits.js';
import { packageService } from '../package/package-service.js';
import { completeRoot } from '../system/complete-root.js';
import type { System } from '../system/read-system.js';
import { askCanDeploy } from './can-deploy.js';
import { carryOut } from './carry-out.js';
import { withRelease } from './deploy-record.js';
import { type Environment, refuseSolo } from './environment.js';

export interface SystemDeployment {
  readonly system: System;
  readonly dryRun: boolean;
  readonly asks: boolean;
}

/**
 * Deploys the root template and every service as the work tree has them: the first time, and when the root itself or
 * the parameters of a service have changed. A service that the root no longer nests is removed. Errors: DeployError,
 * TemplateError.
 */
export async function deploySystem(
  environment: Environment,
  { system, dryRun, asks }: SystemDeployment,
): Promise<void> {
  const { config, stack, store, check } = environment;
  const workspace = dirname(system.root.path);
  const before = await stack.template();
  await refuseSolo(
    config,
    system.services.map(({ service }) => service),
  );
  // All that can be known before is told before anything is uploaded.
  const packaged = system.services.map((service) => packageService(service, workspace, config.isPreview));
  const root = completeRoot(system);
  checkLimits(system.root.place(), root);
  for (const [at, { template, folder }] of packaged.entries())
    checkLimits(system.services[at]?.template.place() ?? '', template, folder);
  checkNames(system);
  const candidates = packaged.map(({ release }) => release);
  if (asks) askCanDeploy({ workspace, stage: config.stage, candidates, deployed: candidates });
  let template = root;
  for (const [at, each] of packaged.entries()) {
    const url = await store.publish(each);
    console.log(`${each.release.service} ${each.release.release}`);
    const logicalId = system.services[at]?.logicalId ?? '';
    template = withRelease(template, { logicalId, url, release: each.release });
  }
  await carryOut({ stack, store, check, before, template, parameters: config.parameters, dryRun });
  if (!dryRun) console.log(`${config.stackName} is deployed`);
}
