import type { Json, PolicySpec } from '../../system.js';
import type { Fields } from '../fields.js';
import type { Declaration } from '../stack/stack.js';

const ofEventTypes: Readonly<Record<string, string>> = {
  SQS: 'AWSLambdaSQSQueueExecutionRole',
  DynamoDB: 'AWSLambdaDynamoDBExecutionRole',
};

/**
 * What SAM adds to the role that it makes for a function; a role that the template names gets none of it.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 */
export function policiesOfSam({ place }: Declaration, fields: Fields): PolicySpec[] {
  if (fields.has('Role')) return [];
  const added: Json[] = ['AWSLambdaBasicExecutionRole'];
  if (fields.has('Tracing')) added.push('AWSXrayWriteOnlyAccess');
  added.push(...new Set(eventsOf(fields).flatMap(ofEventSource)));
  const deadLetters = fields.map('DeadLetterQueue')?.string('TargetArn');
  if (deadLetters !== undefined) added.push(sending(deadLetters));
  added.push(...ofInvokeConfig(fields));
  for (const event of eventsOf(fields)) added.push(...ofDestination(event));
  return added.map((statement) => ({ place, statement, addedBy: 'SAM' }));
}

function sending(queueArn: string): Json {
  return { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: queueArn };
}

/** SAM grants what a destination needs where the template says of which `Type` it is. */
function ofInvokeConfig(fields: Fields): Json[] {
  const config = fields.map('EventInvokeConfig')?.map('DestinationConfig');
  return ['OnSuccess', 'OnFailure'].flatMap((name) => {
    const destination = config?.has(name) ? config.map(name) : undefined;
    const [type, arn] = [
      destination?.has('Type') ? destination.string('Type') : '',
      destination?.string('Destination'),
    ];
    if (arn === undefined) return [];
    if (type === 'SQS') return [sending(arn)];
    return type === 'Lambda' ? [{ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: arn }] : [];
  });
}

function eventsOf(fields: Fields): Fields[] {
  const events = fields.map('Events');
  return [...(events?.node.entries.keys() ?? [])].flatMap((name) => events?.map(name) ?? []);
}

function ofEventSource(event: Fields): string[] {
  const policy = ofEventTypes[event.string('Type') ?? ''];
  return policy === undefined ? [] : [policy];
}

/** SAM grants what the destination needs where the template says of which `Type` it is, and else nothing. */
function ofDestination(event: Fields): Json[] {
  const onFailure = event.map('Properties')?.map('DestinationConfig')?.map('OnFailure');
  const queueArn = onFailure?.has('Type') ? onFailure.string('Destination') : undefined;
  return queueArn === undefined ? [] : [sending(queueArn)];
}
