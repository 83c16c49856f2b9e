/** What CloudFormation templates are read as here: tags are passed over, since what is asked is written as plain values. */
export type Value = unknown;
export type Fields = Readonly<Record<string, Value>>;

export interface Template {
  readonly Parameters?: Fields;
  readonly Globals?: Fields;
  readonly Resources: Readonly<Record<string, Fields>>;
}

/** Something that each resource of a type must say; `*` in a path stands for every item or member. */
interface Duty {
  readonly type: string;
  readonly path: readonly string[];
  /** Resources that have the duty; all of the type unless told. */
  readonly when?: (resource: Fields) => boolean;
  /** What it must be; anything unless told. */
  readonly is?: (value: Value) => boolean;
}

const fieldsOf = (value: Value): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const isMissing = (value: Value) => value === undefined || value === null;

/** Values at a path, each with where it is; a member that is missing is found as undefined. */
export function valuesAt(value: Value, path: readonly string[]): { at: readonly string[]; value: Value }[] {
  const [name, ...rest] = path;
  if (name === undefined) return [{ at: [], value }];
  const names = name === '*' ? Object.keys(fieldsOf(value)) : [name];
  return names.flatMap((each) =>
    valuesAt(fieldsOf(value)[each], rest).map(({ at, ...found }) => ({ at: [each, ...at], ...found })),
  );
}

const isTrue = (value: Value) => value === true;
const properties = (resource: Fields) => fieldsOf(resource.Properties);
const eventsOf = (resource: Fields) => Object.values(fieldsOf(properties(resource).Events)).map(fieldsOf);
const hasEvent = (type: string) => (resource: Fields) =>
  eventsOf(resource).some((each) => each.Type === type);
const isSource = (resource: Fields) =>
  'RedrivePolicy' in properties(resource) || 'VisibilityTimeout' in properties(resource);
const reportsFailures = (value: Value) => Array.isArray(value) && value.includes('ReportBatchItemFailures');
const twoWeeksS = 14 * 24 * 60 * 60;

/** Of the properties of events of one type. */
const ofEvents = (type: string, name: string, is?: Duty['is']): Duty => ({
  type: 'AWS::Serverless::Function',
  path: ['Properties', 'Events', '*', 'Properties', name],
  when: (resource) => hasEvent(type)(resource) && eventsOf(resource).length === 1,
  ...(is && { is }),
});

const of = (type: string, path: string, more: Omit<Duty, 'type' | 'path'> = {}): Duty => ({
  type,
  path: path.split('.'),
  ...more,
});

const scheduled = { when: hasEvent('Schedule') };

export const duties: readonly Duty[] = [
  of('AWS::DynamoDB::Table', 'DeletionPolicy', { is: (value) => value === 'RetainExceptOnCreate' }),
  of('AWS::DynamoDB::Table', 'UpdateReplacePolicy', { is: (value) => value === 'Retain' }),
  of('AWS::DynamoDB::Table', 'Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', {
    is: isTrue,
  }),
  of('AWS::DynamoDB::Table', 'Properties.SSESpecification.SSEEnabled', { is: isTrue }),
  of('AWS::DynamoDB::Table', 'Properties.DeletionProtectionEnabled', {
    is: (value) => JSON.stringify(value) === '["Production",true,false]',
  }),
  of('AWS::SQS::Queue', 'Properties.SqsManagedSseEnabled', { is: isTrue }),
  of('AWS::SQS::Queue', 'Properties.RedrivePolicy.deadLetterTargetArn', { when: isSource }),
  of('AWS::SQS::Queue', 'Properties.MessageRetentionPeriod', {
    when: (resource) => !isSource(resource),
    is: (value) => value === twoWeeksS,
  }),
  of('AWS::Events::Rule', 'Properties.Targets.*.RetryPolicy'),
  of('AWS::Events::Rule', 'Properties.Targets.*.DeadLetterConfig'),
  ofEvents('DynamoDB', 'DestinationConfig'),
  ofEvents('DynamoDB', 'MaximumRetryAttempts', (value) => Number(value) > 0),
  ofEvents('DynamoDB', 'BisectBatchOnFunctionError', isTrue),
  ofEvents('DynamoDB', 'FunctionResponseTypes', reportsFailures),
  ofEvents('SQS', 'FunctionResponseTypes', reportsFailures),
  ofEvents('Schedule', 'RetryPolicy'),
  ofEvents('Schedule', 'DeadLetterConfig'),
  of('AWS::Serverless::Function', 'Properties.DeadLetterQueue', scheduled),
  of('AWS::Serverless::Function', 'Properties.ReservedConcurrentExecutions', {
    ...scheduled,
    is: (value) => value === 1,
  }),
  // The build names the log group by it, and gives it its retention.
  of('AWS::Serverless::Function', 'Properties.FunctionName'),
  of('AWS::Serverless::Api', 'Properties.TracingEnabled', { is: isTrue }),
  of('AWS::Serverless::Api', 'Properties.MethodSettings.0.ThrottlingRateLimit', {
    is: (value) => Number(value) > 0,
  }),
  of('AWS::Serverless::Api', 'Properties.MethodSettings.0.ThrottlingBurstLimit', {
    is: (value) => Number(value) > 0,
  }),
  of('AWS::ApiGateway::UsagePlan', 'Properties.Throttle'),
  of('AWS::ApiGateway::UsagePlan', 'Properties.Quota'),
  of('AWS::ApiGateway::UsagePlan', 'Properties.ApiStages'),
];

/** Resources that a duty is for, by logical id. */
export function bound(template: Template, { type, when = () => true }: Duty): [string, Fields][] {
  return Object.entries(template.Resources).filter(
    ([, resource]) => resource.Type === type && when(resource),
  );
}

function dutyFaults(template: Template, duty: Duty): string[] {
  return bound(template, duty).flatMap(([name, resource]) =>
    valuesAt(resource, duty.path)
      .filter(({ value }) => isMissing(value) || duty.is?.(value) === false)
      .map(({ at, value }) => `${name} has ${at.join('.')} ${JSON.stringify(value) ?? 'not at all'}`),
  );
}

function globalFaults({ Globals: globals }: Template): string[] {
  const common = fieldsOf(fieldsOf(globals).Function);
  return [
    ...(common.Tracing === 'Active' ? [] : ['the functions are not traced']),
    ...['MemorySize', 'Timeout']
      .filter((name) => typeof common[name] !== 'number')
      .map((name) => `the functions have no ${name}`),
  ];
}

/** What is asynchronous of a function must be one edge, so that its duties are clear. */
function edgeFaults(template: Template): string[] {
  const functions = bound(template, { type: 'AWS::Serverless::Function', path: [] });
  return functions
    .filter(([, each]) => eventsOf(each).length > 1)
    .map(([name]) => `${name} has more than one event`);
}

function secretFaults(template: Template): string[] {
  const parameters = Object.entries(fieldsOf(template.Parameters));
  const shown = parameters.filter(
    ([name, value]) => /(Secret|Password|Key)$/.test(name) && fieldsOf(value).NoEcho !== true,
  );
  const keys = bound(template, { type: 'AWS::ApiGateway::ApiKey', path: [] });
  return [
    ...shown.map(([name]) => `the parameter ${name} is shown to everybody who may see the stack`),
    ...keys
      .filter(([, key]) => 'Value' in properties(key))
      .map(([name]) => `${name} has its value in the template`),
  ];
}

/** What a service's template forgets of what every one has to say. */
export function faultsOf(template: Template): string[] {
  return [
    ...duties.flatMap((duty) => dutyFaults(template, duty)),
    ...globalFaults(template),
    ...edgeFaults(template),
    ...secretFaults(template),
  ];
}
