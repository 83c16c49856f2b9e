import { releaseOf, type ServiceRelease } from '../package/service-release.js';
import type { JsonMap } from '../template/json.js';
import { ArtifactStore } from './artifact-store.js';
import { DeployError } from './deploy-error.js';
import { DeployLock } from './deploy-lock.js';
import { deployedServices } from './deploy-record.js';
import { DeployedStack } from './deployed-stack.js';
import type { EnvironmentConfig } from './environment-config.js';

/** Where a deployment takes place. */
export interface Environment {
  readonly config: EnvironmentConfig;
  readonly stack: DeployedStack;
  readonly store: ArtifactStore;
  /** Error when another has taken the environment over. */
  readonly check: () => void;
}

export interface Entry {
  /** For those who wait meanwhile: `deploys orders`. */
  readonly what: string;
  /** How long to wait for another deployment; 0 refuses at once. */
  readonly waitMs: number;
  /** Looks only, and needs no lock. */
  readonly dryRun: boolean;
  /** A removal is the way out of a stack that is stuck. */
  readonly alsoStuck?: boolean;
}

/** The stack of a service that is deployed by itself. */
export function soloStack(config: EnvironmentConfig, service: string): DeployedStack {
  return new DeployedStack(config, `${config.stackName}-${service}`);
}

/** Releases that are deployed: in the root, and of these services those that run by themselves. */
export async function deployedReleases(
  config: EnvironmentConfig,
  root: JsonMap | undefined,
  services: readonly string[],
): Promise<ServiceRelease[]> {
  const nested = deployedServices(root ?? {}).map(({ release }) => release);
  const solo = services.map(async (service) =>
    releaseOf((await soloStack(config, service).template())?.Metadata),
  );
  return [...nested, ...(await Promise.all(solo)).filter((release) => release !== undefined)];
}

/** One service is deployed in one way. Errors: DeployError when one of them runs by itself. */
export async function refuseSolo(config: EnvironmentConfig, services: readonly string[]): Promise<void> {
  const found = await Promise.all(
    services.map(async (service) => ((await soloStack(config, service).exists()) ? [service] : [])),
  );
  const [service] = found.flat();
  if (service !== undefined)
    throw new DeployError(
      `${service} runs in ${config.stage} as a stack of its own, ${config.stackName}-${service}, and two would take each other's names. Deploy it by \`stack deploy ${service} --solo --stage ${config.stage}\`, or remove that stack first: \`stack remove ${service} --stage ${config.stage}\``,
    );
}

function releasedWhenStopped(lock: DeployLock): () => void {
  const stop = () => {
    console.error(
      '\nstopped. What CloudFormation has begun goes on; the next call waits for it and removes what was not begun.',
    );
    void lock.release().finally(() => process.exit(130));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return () => process.off('SIGINT', stop).off('SIGTERM', stop);
}

/**
 * Runs alone in an environment: waits for another deployment, and for what one that was stopped has left under way,
 * and removes change sets that nobody will execute. Errors: DeployError.
 */
export async function inEnvironment<T>(
  config: EnvironmentConfig,
  { what, waitMs, dryRun, alsoStuck = false }: Entry,
  run: (environment: Environment) => Promise<T>,
): Promise<T> {
  const [stack, store] = [new DeployedStack(config), new ArtifactStore(config)];
  if (dryRun) return run({ config, stack, store, check: () => {} });
  const { client, bucket } = store;
  const key = `locks/${config.stackName}.json`;
  const lock = new DeployLock({ client, bucket, key, what, waitMs, tell: console.log });
  await store.guard(lock.take());
  const stay = releasedWhenStopped(lock);
  try {
    await stack.settled(waitMs, alsoStuck);
    await stack.tidy();
    return await run({ config, stack, store, check: () => lock.check() });
  } finally {
    stay();
    await lock.release();
  }
}
