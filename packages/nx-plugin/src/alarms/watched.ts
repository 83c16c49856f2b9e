import { resourcesOf, type ServiceStack } from '../system/read-system.js';
import { isMap, type Json, type JsonMap, mapAt, mapsIn, valueAt } from '../template/json.js';
import { TemplateError } from '../template/template-error.js';

/** One operation of the contract, as the definition of its API has it. */
export interface WatchedOperation {
  readonly operationId: string;
  /** Upper case. */
  readonly method: string;
  /** The resource of API Gateway, `/v1/orders/{orderId}`. */
  readonly path: string;
  /** 95 of 100 requests are answered in this time. */
  readonly latencyP95Ms: number;
}

export interface WatchedApi {
  readonly logicalId: string;
  /** Dimension ApiName of its metrics. */
  readonly name: Json;
  readonly stage: Json;
  readonly operations: readonly WatchedOperation[];
}

export interface WatchedFunction {
  readonly logicalId: string;
  readonly readsStream: boolean;
  /** Called by an API; what it answers is counted by operation. */
  readonly servesApi: boolean;
}

/** What of a service has metrics. */
export interface Watched {
  readonly apis: readonly WatchedApi[];
  readonly functions: readonly WatchedFunction[];
  /** Logical ids of queues for what has failed for good. */
  readonly deadLetterQueues: readonly string[];
  /** Logical ids of queues that functions read. */
  readonly workQueues: readonly string[];
  readonly tables: readonly string[];
}

/** Of an operation whose contract names none: a person waits for the answer. */
export const defaultLatencyP95Ms = 1000;

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);

function operationsOf(definition: JsonMap): WatchedOperation[] {
  return Object.entries(mapAt(definition, 'paths')).flatMap(([path, item]) =>
    Object.entries(isMap(item) ? item : {})
      .filter(([method]) => methods.has(method))
      .flatMap(([method, operation]) => {
        const operationId = valueAt(operation, 'operationId');
        const budget = valueAt(operation, 'x-latency-p95-ms');
        if (typeof operationId !== 'string') return [];
        const latencyP95Ms = typeof budget === 'number' ? budget : defaultLatencyP95Ms;
        return [{ operationId, method: method.toUpperCase(), path, latencyP95Ms }];
      }),
  );
}

function apiOf({ template }: ServiceStack, logicalId: string, resource: JsonMap): WatchedApi {
  const { Name: name, StageName: stage = null, DefinitionBody: body = null } = mapAt(resource, 'Properties');
  if (name === undefined)
    throw new TemplateError(
      template.place('Resources', logicalId),
      `${logicalId} has no Name that its alarms could be named by`,
      'Write Name, with the parameter Stage in it: CloudWatch keeps the metrics of APIs by their names.',
    );
  return { logicalId, name, stage, operations: operationsOf(isMap(body) ? body : {}) };
}

/** Logical id that `!GetAtt Queue.Arn` or `!Ref Queue` names. */
function named(value: Json | undefined): string | undefined {
  const attribute = valueAt(value, 'Fn::GetAtt');
  const target = Array.isArray(attribute) ? attribute[0] : (attribute ?? valueAt(value, 'Ref'));
  return typeof target === 'string' ? target.split('.')[0] : undefined;
}

/** Where templates say what becomes of that which has failed for good: property, and the member that names the queue. */
const deadLetterFields = [
  ['RedrivePolicy', 'deadLetterTargetArn'],
  ['DeadLetterConfig', 'Arn'],
  ['DeadLetterQueue', 'TargetArn'],
  ['OnFailure', 'Destination'],
] as const;

function namedQueues(template: JsonMap, fields: readonly (readonly string[])[]): Set<string> {
  const found = [...mapsIn(mapAt(template, 'Resources'))].flatMap((map) =>
    fields.flatMap((path) => named(valueAt(map, ...path)) ?? []),
  );
  return new Set(found);
}

function eventTypes(resource: JsonMap): Set<Json | undefined> {
  const events = Object.values(mapAt(resource, 'Properties', 'Events'));
  return new Set(events.map((event) => valueAt(event, 'Type')));
}

const streams = ['DynamoDB', 'Kinesis'];

/** Everything of a service that has metrics, in the order of its template. Errors: TemplateError. */
export function watchedOf(service: ServiceStack, template: JsonMap): Watched {
  const resources = resourcesOf(template);
  const ofType = (type: string) => resources.filter(([, { Type }]) => Type === type);
  const queues = ofType('AWS::SQS::Queue').map(([logicalId]) => logicalId);
  const dead = namedQueues(template, deadLetterFields);
  const read = namedQueues(template, [['Properties', 'Queue']]);
  const apis = ofType('AWS::Serverless::Api').map(([id, resource]) => apiOf(service, id, resource));
  const definitions = JSON.stringify(ofType('AWS::Serverless::Api'));
  const functions = ofType('AWS::Serverless::Function').map(([logicalId, resource]) => ({
    logicalId,
    readsStream: streams.some((type) => eventTypes(resource).has(type)),
    servesApi: definitions.includes(`/functions/\${${logicalId}.`),
  }));
  return {
    apis,
    functions,
    deadLetterQueues: queues.filter((logicalId) => dead.has(logicalId)),
    workQueues: queues.filter((logicalId) => read.has(logicalId) && !dead.has(logicalId)),
    tables: ofType('AWS::DynamoDB::Table').map(([logicalId]) => logicalId),
  };
}
