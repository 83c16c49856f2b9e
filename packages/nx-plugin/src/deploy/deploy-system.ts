import { dirname } from 'node:path';
import { packageService } from '../package/package-service.js';
import type { System } from '../system/read-system.js';
import { ArtifactStore } from './artifact-store.js';
import { carryOut } from './carry-out.js';
import { withRelease } from './deploy-record.js';
import { DeployedStack } from './deployed-stack.js';
import type { EnvironmentConfig } from './environment-config.js';

/**
 * Deploys the root template and every service as the work tree has them: the first time, and when the root itself or
 * the parameters of a service have changed. Errors: DeployError, TemplateError.
 */
export async function deploySystem(
  system: System,
  config: EnvironmentConfig,
  dryRun: boolean,
): Promise<void> {
  const [stack, store] = [new DeployedStack(config), new ArtifactStore(config)];
  // Told before anything is uploaded: another deployment may be under way.
  const before = await stack.template();
  let template = system.root.value;
  for (const service of system.services) {
    const packaged = packageService(service, dirname(system.root.path));
    const url = await store.publish(packaged);
    console.log(`${service.service} ${packaged.release.release}`);
    template = withRelease(template, { logicalId: service.logicalId, url, release: packaged.release });
  }
  await carryOut({ stack, store, before, template, parameters: config.parameters, dryRun });
  if (!dryRun) console.log(`${config.stackName} is deployed`);
}
