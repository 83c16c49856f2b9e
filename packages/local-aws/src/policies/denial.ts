import { DynamoDbError } from '@atoll/embedded-dynamodb';
import { AwsError } from '../parts.js';
import type { Access } from './access.js';
import type { Decision } from './decide.js';

export type Refusal = Exclude<Decision, { outcome: 'allowed' }>;

/** Lambda runs a function under its role, in a session that has the function's name. */
export function sessionArn(roleArn: string, functionName: string): string {
  const [, , , , accountId = ''] = roleArn.split(':');
  return `arn:aws:sts::${accountId}:assumed-role/${roleArn.split('/').at(-1)}/${functionName}`;
}

/**
 * The message of IAM, as services hand it on.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function denialText(user: string, { action, resource }: Access, { outcome }: Refusal): string {
  const because =
    outcome === 'denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
}

/** The error of the service that was asked. SQS writes actions in small letters and answers 403, as Lambda does. */
export function denial(user: string, access: Access, refusal: Refusal): Error {
  const [service] = access.action.split(':');
  if (service === 'sqs') {
    const spelt = { ...access, action: access.action.toLowerCase() };
    return new AwsError('AccessDeniedException', denialText(user, spelt, refusal), { statusCode: 403 });
  }
  const message = denialText(user, access, refusal);
  if (service === 'dynamodb') return new DynamoDbError('AccessDeniedException', message);
  if (service === 'lambda')
    return new AwsError('AccessDeniedException', message, { statusCode: 403, details: { Message: message } });
  return new AwsError('AccessDeniedException', message);
}
