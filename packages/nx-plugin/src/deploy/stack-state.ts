import type { Stack } from '@aws-sdk/client-cloudformation';

/** What can be done with a stack, by its status ("Understand CloudFormation stack creation events": stack status codes). */
export type StackState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'ready'; readonly stack: Stack }
  | { readonly kind: 'busy'; readonly stack: Stack; readonly status: string }
  | { readonly kind: 'stuck'; readonly stack: Stack; readonly status: string };

/** Announced by a change set that nobody has executed: as good as none, and a change set of type CREATE takes it over. */
const announced = 'REVIEW_IN_PROGRESS';

export function stateOf(stack: Stack | undefined): StackState {
  const status = stack?.StackStatus ?? 'DELETE_COMPLETE';
  if (stack === undefined || status === 'DELETE_COMPLETE' || status === announced) return { kind: 'absent' };
  if (status.endsWith('_IN_PROGRESS')) return { kind: 'busy', stack, status };
  if (/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$/.test(status))
    return { kind: 'ready', stack };
  return { kind: 'stuck', stack, status };
}

/** Where a stack is, for the commands that a person is told to run. */
export interface StackPlace {
  readonly stackName: string;
  readonly region: string;
  readonly stage: string;
}

function aws(command: string, { stackName, region }: StackPlace): string {
  return `aws cloudformation ${command} --stack-name ${stackName} --region ${region}`;
}

/** Why a stack cannot be deployed to, and the next command. */
export function wayOut(status: string, place: StackPlace): string {
  const again = 'then deploy again';
  switch (status) {
    case 'UPDATE_ROLLBACK_FAILED':
      return `Putting back what was has failed, so it is between two states. Mend what the reason names, run \`${aws('continue-update-rollback', place)}\`, ${again}.`;
    case 'UPDATE_FAILED':
      return `A deployment without rollback has failed. Run \`${aws('rollback-stack', place)}\`, ${again}.`;
    case 'DELETE_FAILED':
      return `Its removal has ended half-way. Mend what the reason names and run \`stack remove --stage ${place.stage} --confirm ${place.stackName}\` again.`;
    default:
      return `Its first deployment has failed and nothing of it runs. Run \`stack remove --stage ${place.stage} --confirm ${place.stackName}\`, ${again}.`;
  }
}
