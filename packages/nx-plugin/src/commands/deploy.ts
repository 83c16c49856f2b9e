import { dirname, relative } from 'node:path';
import { DeployError } from '../deploy/deploy-error.js';
import { recordOf } from '../deploy/deploy-record.js';
import { deployService, deploySolo } from '../deploy/deploy-service.js';
import { deploySystem } from '../deploy/deploy-system.js';
import { DeployedStack } from '../deploy/deployed-stack.js';
import { deployedReleases, type Entry, inEnvironment } from '../deploy/environment.js';
import { readEnvironmentConfig } from '../deploy/environment-config.js';
import { promote } from '../deploy/promote.js';
import { removeEnvironment, removeService } from '../deploy/remove.js';
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

/** How long the second of two deployments waits: longer than most take. */
const waitMs = 30 * 60_000;

export interface DeployOptions {
  readonly stage: string;
  readonly wholeSystem: boolean;
  readonly solo: boolean;
  readonly version: string | undefined;
  /** Of the root template or of a service that is deployed by itself, before those of samconfig.toml. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  readonly asks: boolean;
  readonly waits: boolean;
}

function entryOf(what: string, { waits, dryRun }: Pick<DeployOptions, 'waits' | 'dryRun'>): Entry {
  return { what, waitMs: waits ? waitMs : 0, dryRun };
}

/** `stack deploy SERVICE --stage STAGE`, `stack deploy --system --stage STAGE`. Errors: DeployError, TemplateError. */
export async function deploy(
  rootFile: string,
  names: readonly string[],
  options: DeployOptions,
): Promise<number> {
  const { stage, wholeSystem, parameters, solo, version, dryRun, asks } = options;
  const system = readSystem(rootFile);
  const known = readEnvironmentConfig(stage);
  const config = { ...known, parameters: { ...known.parameters, ...parameters } };
  const [name] = names;
  if (wholeSystem && name !== undefined) throw new DeployError('--system takes all services: name none');
  if (!wholeSystem && !solo && Object.keys(parameters).length > 0)
    throw new DeployError(
      '--parameter-overrides are those of the root template: they go with --system or --solo',
    );
  if (wholeSystem)
    await inEnvironment(config, entryOf('deploys the system', options), (environment) =>
      deploySystem(environment, { system, dryRun, asks }),
    );
  else if (name === undefined || names.length > 1)
    throw new DeployError('deploy takes one service, or --system: each is deployed by itself');
  else {
    const deployment = { system, service: serviceNamed(system, name), version, dryRun, asks };
    await inEnvironment(config, entryOf(`deploys ${name}`, options), (environment) =>
      (solo ? deploySolo : deployService)(environment, deployment),
    );
  }
  return 0;
}

export interface PromoteOptions {
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
  readonly asks: boolean;
  readonly waits: boolean;
}

/** `stack promote [SERVICE…] --from STAGE --to STAGE`. Errors: DeployError. */
export async function promoteServices(names: readonly string[], options: PromoteOptions): Promise<number> {
  const { dryRun, asks } = options;
  const [from, to] = [readEnvironmentConfig(options.from), readEnvironmentConfig(options.to)];
  const promotion = { workspace: process.cwd(), from, names, dryRun, asks };
  await inEnvironment(to, entryOf(`promotes ${options.from}`, options), (environment) =>
    promote(environment, promotion),
  );
  return 0;
}

export interface RemoveOptions {
  readonly stage: string;
  /** Name of the stack, as a sign that it is meant. */
  readonly confirm: string | undefined;
  readonly dryRun: boolean;
  readonly waits: boolean;
}

/** `stack remove SERVICE --stage STAGE`, `stack remove --stage STAGE`. Errors: DeployError. */
export async function remove(
  rootFile: string,
  names: readonly string[],
  options: RemoveOptions,
): Promise<number> {
  const { stage, confirm, dryRun } = options;
  const config = readEnvironmentConfig(stage);
  const known = readSystem(rootFile).services.map(({ service }) => service);
  const [name] = names;
  if (names.length > 1) throw new DeployError('remove takes one service: each is removed by itself');
  if (name !== undefined) {
    const removal = { service: name.split('/').at(-1) ?? name, known, dryRun };
    await inEnvironment(config, entryOf(`removes ${name}`, options), (environment) =>
      removeService(environment, removal),
    );
    return 0;
  }
  if (!config.isPreview && confirm !== config.stackName)
    throw new DeployError(
      `this removes every service of ${stage}. If that is meant: stack remove --stage ${stage} --confirm ${config.stackName}`,
    );
  if (dryRun) throw new DeployError('--dry-run goes with the removal of a service');
  await inEnvironment(config, { ...entryOf('removes everything', options), alsoStuck: true }, (environment) =>
    removeEnvironment(environment, known),
  );
  return 0;
}

/** `stack deployed --stage STAGE`: prints the deploy record, as `contract can-deploy --record` reads it. */
export async function deployed(rootFile: string, stage: string): Promise<number> {
  const config = readEnvironmentConfig(stage);
  const known = readSystem(rootFile).services.map(({ service }) => service);
  const root = await new DeployedStack(config).template();
  const services = await deployedReleases(config, root, known);
  console.log(JSON.stringify({ [stage]: recordOf(services) }, null, 2));
  return 0;
}
