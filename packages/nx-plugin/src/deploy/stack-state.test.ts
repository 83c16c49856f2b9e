import type { StackStatus } from '@aws-sdk/client-cloudformation';
import { stateOf, wayOut } from './stack-state.js';

const kindOf = (status: StackStatus) =>
  stateOf({ StackName: 's', CreationTime: new Date(0), StackStatus: status }).kind;

test.each<[string, readonly StackStatus[]]>([
  ['absent', ['DELETE_COMPLETE', 'REVIEW_IN_PROGRESS']],
  ['ready', ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE']],
  [
    'busy',
    [
      'CREATE_IN_PROGRESS',
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'DELETE_IN_PROGRESS',
    ],
  ],
  [
    'stuck',
    [
      'ROLLBACK_COMPLETE',
      'ROLLBACK_FAILED',
      'CREATE_FAILED',
      'DELETE_FAILED',
      'UPDATE_FAILED',
      'UPDATE_ROLLBACK_FAILED',
    ],
  ],
])('a stack is %s in %j', (kind, statuses) => {
  for (const status of statuses) expect([status, kindOf(status)]).toEqual([status, kind]);
  expect(stateOf(undefined)).toEqual({ kind: 'absent' });
});

test.each([
  [
    'UPDATE_ROLLBACK_FAILED',
    '`aws cloudformation continue-update-rollback --stack-name atoll-x --region eu-west-1`',
  ],
  ['UPDATE_FAILED', '`aws cloudformation rollback-stack --stack-name atoll-x --region eu-west-1`'],
  ['DELETE_FAILED', '`stack remove --stage x --confirm atoll-x` again'],
  ['ROLLBACK_COMPLETE', '`stack remove --stage x --confirm atoll-x`, then deploy again'],
])('the way out of %s is a command', (status, command) => {
  expect(wayOut(status, { stackName: 'atoll-x', region: 'eu-west-1', stage: 'x' })).toContain(command);
});
