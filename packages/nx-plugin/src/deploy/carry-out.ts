import { createHash } from 'node:crypto';
import type { Change } from '@aws-sdk/client-cloudformation';
import type { JsonMap } from '../template/json.js';
import type { ArtifactStore } from './artifact-store.js';
import { isOnlyLookedAt, sentenceOf } from './change-set.js';
import { DeployError } from './deploy-error.js';
import type { DeployedStack } from './deployed-stack.js';

export interface Plan {
  readonly stack: Pick<DeployedStack, 'template' | 'plan' | 'drop' | 'execute'>;
  /** Error when this deployment may not go on. */
  readonly check?: () => void;
  readonly store: Pick<ArtifactStore, 'putRoot'>;
  /** The root template that `template` was made of. Undefined when nothing is deployed yet. */
  readonly before: JsonMap | undefined;
  /** The root template. */
  readonly template: JsonMap;
  readonly parameters: Readonly<Record<string, string>>;
  /** Of a service that is deployed by itself: `VERSION-HASH`. */
  readonly release?: string;
  /** The only resources of the root that may change. Undefined when all may. */
  readonly alone?: readonly string[];
  /** Shows what would happen and does not do it. */
  readonly dryRun: boolean;
}

/** A nested stack that is only looked at again is foreign once something in it would change. */
function foreign(changes: readonly Change[], alone: readonly string[] | undefined): Change[] {
  if (alone === undefined) return [];
  const outermost = ({ ResourceChange: change }: Change) => change?.LogicalResourceId?.split('/')[0] ?? '';
  return changes.filter((each) => !alone.includes(outermost(each)) && !isOnlyLookedAt(each));
}

/**
 * Two deployments at once may have read the same root, and the second would take the first one back. A change set
 * that exists is refused by CloudFormation once another has been executed, so this is the last moment to look.
 */
async function isOvertaken({ stack, before }: Plan): Promise<boolean> {
  return JSON.stringify(await stack.template()) !== JSON.stringify(before);
}

/** Shows the change set in plain words, executes it and waits. Errors: DeployError. */
export async function carryOut(plan: Plan): Promise<void> {
  const { stack, store, template, parameters, alone, dryRun, release } = plan;
  const hash = createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 16);
  const given = { parameters, ...(release !== undefined && { release }) };
  const changeSet = await stack.plan(template, await store.putRoot(template, hash), given);
  if (changeSet === undefined) {
    console.log('nothing changes: this is what is deployed');
    return;
  }
  for (const change of changeSet.changes) console.log(`  ${sentenceOf(change)}`);
  const others = foreign(changeSet.changes, alone);
  const overtaken = await isOvertaken(plan);
  if (others.length > 0 || overtaken || dryRun) await stack.drop(changeSet);
  if (overtaken)
    throw new DeployError('another deployment was faster, so this one has not been done: try again');
  if (others.length > 0)
    throw new DeployError(
      `this would change more than ${alone?.join(', ')}, so it has not been done:\n${others.map((each) => `  ${sentenceOf(each)}`).join('\n')}`,
    );
  if (dryRun) console.log('nothing has been done: this was --dry-run');
  else {
    plan.check?.();
    await stack.execute(changeSet);
  }
}
