import { createHash } from 'node:crypto';
import type { Change } from '@aws-sdk/client-cloudformation';
import type { JsonMap } from '../template/json.js';
import type { ArtifactStore } from './artifact-store.js';
import { isOnlyLookedAt, sentenceOf } from './change-set.js';
import { DeployError } from './deploy-error.js';
import type { DeployedStack } from './deployed-stack.js';

export interface Plan {
  readonly stack: DeployedStack;
  readonly store: ArtifactStore;
  /** The root template. */
  readonly template: JsonMap;
  readonly parameters: Readonly<Record<string, string>>;
  /** The only resource that may change. Undefined when all may. */
  readonly alone?: string;
  /** Shows what would happen and does not do it. */
  readonly dryRun: boolean;
}

function foreign(changes: readonly Change[], alone: string | undefined): Change[] {
  if (alone === undefined) return [];
  return changes.filter((each) => each.ResourceChange?.LogicalResourceId !== alone && !isOnlyLookedAt(each));
}

/** Shows the change set in plain words, executes it and waits. Errors: DeployError. */
export async function carryOut({ stack, store, template, parameters, alone, dryRun }: Plan): Promise<void> {
  const hash = createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 16);
  const changeSet = await stack.plan(template, await store.putRoot(template, hash), parameters);
  if (changeSet === undefined) {
    console.log('nothing changes: this is what is deployed');
    return;
  }
  for (const change of changeSet.changes) console.log(`  ${sentenceOf(change)}`);
  const others = foreign(changeSet.changes, alone);
  if (others.length > 0 || dryRun) await stack.drop(changeSet);
  if (others.length > 0)
    throw new DeployError(
      `this would change more than ${alone}, so it has not been done:\n${others.map((each) => `  ${sentenceOf(each)}`).join('\n')}`,
    );
  if (dryRun) console.log('nothing has been done: this was --dry-run');
  else await stack.execute(changeSet);
}
