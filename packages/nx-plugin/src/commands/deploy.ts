import { dirname, relative } from 'node:path';
import { DeployError } from '../deploy/deploy-error.js';
import { deployedServices, recordOf } from '../deploy/deploy-record.js';
import { deployService } from '../deploy/deploy-service.js';
import { deploySystem } from '../deploy/deploy-system.js';
import { DeployedStack } from '../deploy/deployed-stack.js';
import { readEnvironmentConfig } from '../deploy/environment-config.js';
import { packageService } from '../package/package-service.js';
import { readSystem, type ServiceStack, type System } from '../system/read-system.js';

function serviceNamed({ services }: System, name: string): ServiceStack {
  const found = services.find(({ service }) => service === name.split('/').at(-1));
  if (found !== undefined) return found;
  const known = services.map(({ service }) => service).join(', ');
  throw new DeployError(`template.yaml nests no service '${name}'; it has ${known}`);
}

/** `stack package SERVICE…`: writes artifacts that no environment is in yet. */
export function packageServices(rootFile: string, names: readonly string[]): number {
  const system = readSystem(rootFile);
  const services = names.length === 0 ? system.services : names.map((name) => serviceNamed(system, name));
  for (const service of services) {
    const { release, folder } = packageService(service, dirname(system.root.path));
    console.log(`${release.service} ${release.release}  ${relative(process.cwd(), folder)}`);
  }
  return 0;
}

export interface DeployOptions {
  readonly stage: string;
  readonly wholeSystem: boolean;
  readonly version: string | undefined;
  /** Of the root template, before those of samconfig.toml. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  readonly asks: boolean;
}

/** `stack deploy SERVICE --stage STAGE`, `stack deploy --system --stage STAGE`. Errors: DeployError, TemplateError. */
export async function deploy(
  rootFile: string,
  names: readonly string[],
  options: DeployOptions,
): Promise<number> {
  const { stage, wholeSystem, parameters, ...rest } = options;
  const system = readSystem(rootFile);
  const known = readEnvironmentConfig(stage);
  const config = { ...known, parameters: { ...known.parameters, ...parameters } };
  const [name] = names;
  if (wholeSystem && name !== undefined) throw new DeployError('--system takes all services: name none');
  if (!wholeSystem && Object.keys(parameters).length > 0)
    throw new DeployError('--parameter-overrides are those of the root template: they go with --system');
  if (wholeSystem) await deploySystem(system, config, options.dryRun);
  else if (name === undefined || names.length > 1)
    throw new DeployError('deploy takes one service, or --system: each is deployed by itself');
  else await deployService({ system, service: serviceNamed(system, name), config, ...rest });
  return 0;
}

/** `stack deployed --stage STAGE`: prints the deploy record, as `contract can-deploy --record` reads it. */
export async function deployed(stage: string): Promise<number> {
  const template = await new DeployedStack(readEnvironmentConfig(stage)).template();
  const services = deployedServices(template ?? {}).map(({ release }) => release);
  console.log(JSON.stringify({ [stage]: recordOf(services) }, null, 2));
  return 0;
}
