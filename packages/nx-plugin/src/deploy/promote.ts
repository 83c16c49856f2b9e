import type { JsonMap } from '../template/json.js';
import { ArtifactStore } from './artifact-store.js';
import { askCanDeploy } from './can-deploy.js';
import { carryOut } from './carry-out.js';
import { DeployError } from './deploy-error.js';
import { type DeployedService, deployedServices, withRelease } from './deploy-record.js';
import { DeployedStack } from './deployed-stack.js';
import { deployedReleases, type Environment, refuseSolo } from './environment.js';
import type { EnvironmentConfig } from './environment-config.js';

export interface Promotion {
  readonly workspace: string;
  readonly from: EnvironmentConfig;
  /** Services; none takes the whole system, its root template included. */
  readonly names: readonly string[];
  readonly dryRun: boolean;
  readonly asks: boolean;
}

function chosen(services: readonly DeployedService[], { names, from }: Promotion): DeployedService[] {
  return names.map((name) => {
    const found = services.find(({ release }) => release.service === name);
    if (found !== undefined) return found;
    const known = services.map(({ release }) => release.service).join(', ');
    throw new DeployError(`${name} is not deployed in ${from.stage}; there are ${known}`);
  });
}

/** The root template to change: that of the target for single services, that of the source for all of them. */
function baseOf(target: JsonMap | undefined, source: JsonMap, { names, from }: Promotion): JsonMap {
  if (names.length === 0) return source;
  if (target !== undefined) return target;
  throw new DeployError(
    `nothing is deployed there yet: begin with the whole system: stack promote --from ${from.stage} --to STAGE`,
  );
}

/**
 * Deploys what runs in one environment to another: the very artifacts, held against the hashes that name them. Errors:
 * DeployError.
 */
export async function promote(environment: Environment, promotion: Promotion): Promise<void> {
  const { config, stack, store, check } = environment;
  const { workspace, from, names, dryRun, asks } = promotion;
  if (from.isPreview)
    throw new DeployError(`${from.stage} is a preview, whose artifacts are made cheap: promote from another`);
  const source = await new DeployedStack(from).template();
  if (source === undefined) throw new DeployError(`nothing is deployed in ${from.stage}`);
  const services = deployedServices(source);
  const wanted = names.length === 0 ? services : chosen(services, promotion);
  const before = await stack.template();
  const known = services.map(({ release }) => release.service);
  await refuseSolo(config, known);
  let template = baseOf(before, source, promotion);
  const ids = wanted.map(({ logicalId }) => logicalId);
  const there = deployedServices(before ?? {}).map(({ logicalId }) => logicalId);
  const unknown = names.length > 0 ? ids.filter((id) => !there.includes(id)) : [];
  if (unknown.length > 0)
    throw new DeployError(
      `the root template of ${config.stage} has no ${unknown.join(', ')}: promote the whole system: stack promote --from ${from.stage} --to ${config.stage}`,
    );
  const candidates = wanted.map(({ release }) => release);
  const others = (await deployedReleases(config, before, [])).filter(
    ({ service }) => names.length > 0 && !candidates.some((each) => each.service === service),
  );
  if (asks)
    askCanDeploy({ workspace, stage: config.stage, candidates, deployed: [...others, ...candidates] });
  const sourceStore = new ArtifactStore(from);
  for (const each of wanted) {
    const url = await store.copyRelease(sourceStore, each);
    console.log(`${each.release.service} ${each.release.release}: ${from.stage} -> ${config.stage}`);
    template = withRelease(template, { ...each, url });
  }
  const parameters = names.length === 0 ? config.parameters : {};
  const alone = names.length === 0 ? {} : { alone: ids };
  await carryOut({ stack, store, check, before, template, parameters, ...alone, dryRun });
  if (!dryRun)
    console.log(
      `${config.stage} runs what ${from.stage} runs: ${known.filter((name) => names.length === 0 || names.includes(name)).join(', ')}`,
    );
}
