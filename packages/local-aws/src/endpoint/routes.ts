import { isApiKeyPath } from '../gateway/api-key-actions.js';
import type { RestResponse } from '../parts.js';
import type { AwsRequest } from './aws-request.js';
import { callJson, findTarget, type JsonService, type JsonServices, jsonError } from './json-protocol.js';
import { queryRoute } from './query-protocol.js';
import type { EndpointParts, Route } from './route.js';

export function findRoute(parts: EndpointParts, request: AwsRequest): Route {
  const { path, headers, method } = request;
  const target = headers['x-amz-target'];
  if (target !== undefined) return jsonRoute(jsonServices(parts), target);
  if (path === '/_local/health') return plainRoute(async () => json(200, { status: 'ready' }));
  if (path === parts.issuerPath || path.startsWith(`${parts.issuerPath}/`)) {
    return plainRoute((read) => parts.issuer.handle(read));
  }
  if (/^\/\d{4}-\d{2}-\d{2}\//.test(path)) return restRoute((read) => parts.functions.call(read));
  if (isApiKeyPath(path)) return restRoute((read) => parts.apiKeys.call(read));
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  if ((method === 'POST' && form) || /[?&]Action=/.test(request.url)) return queryRoute(parts);
  return plainRoute(async (read) => noAwsCall(parts, read));
}

function jsonServices({ queues, bus, parameters }: EndpointParts): JsonServices {
  return {
    AmazonSQS: {
      call: (action, input, signal) => queues.call(action, input, signal),
      errorNamespace: 'com.amazonaws.sqs',
      queryCompatible: true,
    },
    AWSEvents: { call: (action, input) => bus.call(action, input) },
    AmazonSSM: { call: (action, input) => parameters.call(action, input) },
  };
}

function jsonRoute(services: JsonServices, target: string): Route {
  let service: JsonService | undefined;
  return {
    handle: async (request) => {
      const found = findTarget(services, target);
      service = found.service;
      return callJson(found, request);
    },
    fail: (request, error) => jsonError(request, service, error),
  };
}

function json(
  statusCode: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): RestResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

/** The REST JSON protocol (Lambda, API Gateway): the error's name is a header. */
function restRoute(handle: Route['handle']): Route {
  return {
    handle,
    fail: (_, { code, message, statusCode, details }) =>
      json(
        statusCode,
        { Type: statusCode < 500 ? 'User' : 'Service', message, ...details },
        { 'x-amzn-errortype': code },
      ),
  };
}

function plainRoute(handle: Route['handle']): Route {
  return {
    handle,
    fail: (_, { code, message, statusCode }) => json(statusCode, { code, message }),
  };
}

/** Why a request is not answered; the service that it is signed for stands in its credential scope. */
function reason({ headers }: AwsRequest): string {
  const protocol = headers['smithy-protocol'];
  if (protocol !== undefined) return `comes in the protocol ${protocol}, which is not played: use AWS JSON.`;
  const [, service] = /Credential=[^,]*\/([^/,]+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
  return service === undefined
    ? 'is no call of an AWS API.'
    : `is a call of the AWS service '${service}', which is not played in this way.`;
}

function noAwsCall({ issuerPath }: EndpointParts, request: AwsRequest): RestResponse {
  const text = `${request.method} ${request.path} ${reason(request)}

This is the endpoint for AWS SDKs: set AWS_ENDPOINT_URL to it. It plays DynamoDB, DynamoDB Streams, SQS, SNS, EventBridge,
SSM Parameter Store, Lambda (/2015-03-31/functions), API keys of API Gateway and STS GetCallerIdentity. Beside them it answers
  GET /_local/health
  GET ${issuerPath}/.well-known/openid-configuration
The routes of your APIs are on the port of the gateway.
`;
  return { statusCode: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text };
}
