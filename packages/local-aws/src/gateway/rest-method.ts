import type { ApiSpec } from '../system.js';
import type { GatewayResponses } from './gateway-responses.js';

/** Hands the request to a function as proxy event and its answer back (`aws_proxy`). */
export interface LambdaIntegration {
  readonly kind: 'lambda';
  readonly functionArn: string;
  readonly functionName: string;
  /** The integration's own limit, 29 s unless the definition lowers it; the function goes on running after it. */
  readonly timeoutMs: number;
}

/** Answers by itself, always alike (`mock`): preflight requests. */
export interface MockIntegration {
  readonly kind: 'mock';
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A Lambda authorizer (`x-amazon-apigateway-authorizer`). */
export interface Authorizer {
  readonly name: string;
  readonly kind: 'token' | 'request';
  readonly functionArn: string;
  /** What a request must carry: `header`, `querystring`, `stageVariables` or `context` and a name. */
  readonly identitySources: readonly { readonly from: string; readonly name: string }[];
  readonly identityValidation?: RegExp;
  /** 0: asked for every request. */
  readonly resultTtlS: number;
}

/** What all methods of one API share. */
export interface RestApi {
  readonly spec: ApiSpec;
  readonly binaryMediaTypes: readonly string[];
  readonly gatewayResponses: GatewayResponses;
  /** Where callers show their API key: the header X-API-Key, or what the Lambda authorizer says. */
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
}

export interface RestMethod {
  readonly api: RestApi;
  /** `GET` …, or `ANY`. */
  readonly httpMethod: string;
  /** As in the definition: `/v1/orders/{id}`. */
  readonly resourcePath: string;
  /** Of `resourcePath`, in their order. */
  readonly parameterNames: readonly string[];
  readonly integration: LambdaIntegration | MockIntegration;
  readonly authorizer?: Authorizer;
  readonly apiKeyRequired: boolean;
}
