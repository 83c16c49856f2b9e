import type { Json } from '../system.js';
import { functionArnOf, functionNameOf, record, unquoted } from './definition-values.js';
import type { LambdaIntegration, MockIntegration } from './rest-method.js';

/** API Gateway's limit of an integration and its least, in milliseconds. */
const maximumTimeoutMs = 29_000;
const minimumTimeoutMs = 50;

/** An integration that is not played, or that API Gateway itself would refuse. */
export class IntegrationError extends Error {
  readonly remedy: string;
  constructor(what: string, remedy: string) {
    super(what);
    this.remedy = remedy;
  }
}

function readLambda(integration: Readonly<Record<string, Json>>): LambdaIntegration {
  const functionArn = functionArnOf(integration.uri);
  if (functionArn === undefined)
    throw new IntegrationError(
      `the integration's uri ${JSON.stringify(integration.uri ?? null)} names no function`,
      'write Fn::Sub arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations',
    );
  const { timeoutInMillis: timeoutMs = maximumTimeoutMs, httpMethod = 'POST' } = integration;
  if (typeof timeoutMs !== 'number' || timeoutMs < minimumTimeoutMs || timeoutMs > maximumTimeoutMs)
    throw new IntegrationError(
      `timeoutInMillis is ${JSON.stringify(timeoutMs)}`,
      `give a number from ${minimumTimeoutMs} to ${maximumTimeoutMs}`,
    );
  if (httpMethod !== 'POST')
    throw new IntegrationError(
      `the integration's httpMethod is ${JSON.stringify(httpMethod)}`,
      'Lambda is invoked by POST: write httpMethod: POST',
    );
  return { kind: 'lambda', functionArn, functionName: functionNameOf(functionArn), timeoutMs };
}

/** The status that the request template chooses: `{"statusCode": 200}`. */
function mockedStatus(requestTemplates: Json | undefined): string {
  const template = record(requestTemplates)['application/json'];
  const status = /^\s*\{\s*"?statusCode"?\s*:\s*"?(\d{3})"?\s*\}\s*$/.exec(
    typeof template === 'string' ? template : '',
  )?.[1];
  if (status === undefined)
    throw new IntegrationError(
      'the mock integration chooses its status by a template',
      'write requestTemplates: {"application/json": \'{"statusCode": 200}\'}, or use aws_proxy',
    );
  return status;
}

function literalHeaders(responseParameters: Json | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, mapped] of Object.entries(record(responseParameters))) {
    const value = unquoted(mapped);
    if (value === undefined || !name.startsWith('method.response.header.'))
      throw new IntegrationError(
        `${name} of the mock integration is not a literal in single quotes`,
        "write 'value' in single quotes",
      );
    headers[name.slice('method.response.header.'.length)] = value;
  }
  return headers;
}

/** Only mocks that always answer alike: there is no template language here. */
function readMock(integration: Readonly<Record<string, Json>>): MockIntegration {
  const status = mockedStatus(integration.requestTemplates);
  const responses = record(integration.responses);
  const key = Object.keys(responses).find(
    (pattern) => pattern !== 'default' && new RegExp(`^(?:${pattern})$`).test(status),
  );
  const response = record(responses[key ?? 'default']);
  const [[mediaType, body] = ['application/json', '']] = Object.entries(record(response.responseTemplates));
  if (typeof body !== 'string' || /[$#]/.test(body))
    throw new IntegrationError(
      "the mock integration's response is a template",
      'write a literal body, or use aws_proxy',
    );
  return {
    kind: 'mock',
    statusCode: Number(response.statusCode ?? status),
    headers: { 'Content-Type': mediaType, ...literalHeaders(response.responseParameters) },
    body,
  };
}

/** Reads `x-amazon-apigateway-integration`. Errors: IntegrationError. */
export function readIntegration(value: Json | undefined): LambdaIntegration | MockIntegration {
  const integration = record(value);
  const type = typeof integration.type === 'string' ? integration.type.toLowerCase() : '';
  if (type === 'aws_proxy') return readLambda(integration);
  if (type === 'mock') return readMock(integration);
  if (type === '')
    throw new IntegrationError(
      'the method has no x-amazon-apigateway-integration',
      'add one of type aws_proxy, or remove the method',
    );
  throw new IntegrationError(
    `the integration type ${type} is not supported`,
    'use aws_proxy, or mock with a literal answer',
  );
}
