import { AwsError, type RestResponse } from '../parts.js';
import { queryCodeOf } from '../queues/sqs-error.js';
import type { ApiError } from './api-error.js';
import type { AwsRequest } from './aws-request.js';
import { dynamoDbPrefixes } from './dynamodb.js';
import { parseJson } from './read-body.js';

/** A service of the AWS JSON protocols, found by what stands before the dot in `X-Amz-Target`. */
export interface JsonService {
  readonly call: (action: string, input: unknown, signal: AbortSignal) => Promise<unknown>;
  /** Before `#` in an error's `__type`. */
  readonly errorNamespace?: string;
  /** Its clients also know errors by the names of the query protocol. */
  readonly queryCompatible?: boolean;
}

export type JsonServices = Readonly<Record<string, JsonService>>;

const jsonTypes = ['application/x-amz-json-1.0', 'application/x-amz-json-1.1'];

/** The service and action of an `X-Amz-Target`. Error: UnknownOperationException, which lists what is played. */
export function findTarget(services: JsonServices, target: string): { service: JsonService; action: string } {
  const dot = target.lastIndexOf('.');
  const service = Object.hasOwn(services, target.slice(0, dot)) ? services[target.slice(0, dot)] : undefined;
  if (service !== undefined) return { service, action: target.slice(dot + 1) };
  const played = [...dynamoDbPrefixes, ...Object.keys(services)].map((prefix) => `${prefix}.*`);
  throw new AwsError(
    'UnknownOperationException',
    `local-aws does not play the target '${target}'. It plays ${played.join(', ')}, Lambda's REST API below /2015-03-31/functions and STS GetCallerIdentity.`,
  );
}

export async function callJson(
  { service, action }: { service: JsonService; action: string },
  request: AwsRequest,
): Promise<RestResponse> {
  const output = await service.call(action, parseJson(request.body), request.signal);
  return answer(request, 200, output ?? {});
}

/** An error as the service's clients read it; `service` is undefined when the target names none. */
export function jsonError(
  request: AwsRequest,
  service: JsonService | undefined,
  error: ApiError,
): RestResponse {
  const { code, message, statusCode, details } = error;
  // What stands before the services and refuses has a namespace of its own, and spells its message so.
  const isDenial = code === 'AccessDeniedException';
  const namespace = isDenial ? 'com.amazon.coral.service' : service?.errorNamespace;
  const text = isDenial ? { Message: message } : { message };
  const output = { __type: namespace === undefined ? code : `${namespace}#${code}`, ...text, ...details };
  const response = answer(request, statusCode, output);
  const fault = statusCode < 500 ? 'Sender' : 'Receiver';
  return {
    ...response,
    headers: {
      ...response.headers,
      'x-amzn-errortype': code,
      ...(service?.queryCompatible && { 'x-amzn-query-error': `${queryCodeOf(code)};${fault}` }),
    },
  };
}

function answer(request: AwsRequest, statusCode: number, output: unknown): RestResponse {
  const sent = request.headers['content-type']?.split(';')[0]?.trim() ?? '';
  return {
    statusCode,
    headers: { 'content-type': jsonTypes.includes(sent) ? sent : 'application/x-amz-json-1.0' },
    body: JSON.stringify(output),
  };
}
