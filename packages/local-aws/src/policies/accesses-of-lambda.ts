import type { EventSourceMappingSpec, FunctionSpec, System } from '../system.js';
import type { Access } from './access.js';

export interface LambdaAccess {
  readonly access: Access;
  /** Why Lambda asks for it. */
  readonly purpose: string;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions */
const ofQueues = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html */
const ofStreams = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

function polled({ source, logicalId }: EventSourceMappingSpec): LambdaAccess[] {
  const purpose = `Lambda polls it for the mapping ${logicalId}`;
  if (source.kind === 'sqs')
    return ofQueues.map((action) => ({ access: { action: `sqs:${action}`, resource: source.arn }, purpose }));
  return ofStreams.map((action) => ({
    access: { action: `dynamodb:${action}`, resource: `${source.arn}/stream/latest` },
    purpose,
  }));
}

/** A destination is a queue, or a function that is invoked. */
function handedOn(arn: string | undefined, purpose: string): LambdaAccess[] {
  if (arn?.split(':')[2] !== 'lambda') return sent(arn, purpose);
  return [{ access: { action: 'lambda:InvokeFunction', resource: arn }, purpose }];
}

function sent(queueArn: string | undefined, purpose: string): LambdaAccess[] {
  if (queueArn === undefined) return [];
  return [{ access: { action: 'sqs:SendMessage', resource: queueArn }, purpose }];
}

/** What Lambda does under the role of the function without the function's own doing. */
export function accessesOfLambda({ eventSourceMappings }: System, spec: FunctionSpec): LambdaAccess[] {
  const mappings = eventSourceMappings.filter(({ functionArn }) => functionArn === spec.arn);
  return [
    ...sent(spec.deadLetterArn, 'Lambda sends there what the function has failed on (DeadLetterQueue)'),
    ...handedOn(
      spec.eventInvoke?.onFailureArn,
      'Lambda hands on what the function has failed on (OnFailure)',
    ),
    ...handedOn(spec.eventInvoke?.onSuccessArn, 'Lambda hands on what the function has done (OnSuccess)'),
    ...mappings.flatMap((mapping) => [
      ...polled(mapping),
      ...sent(mapping.onFailureArn, `Lambda sends there what ${mapping.logicalId} has failed on (OnFailure)`),
    ]),
  ];
}
