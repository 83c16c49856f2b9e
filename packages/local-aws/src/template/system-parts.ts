import type { HttpRouteSpec, Place, PolicySpec, System } from '../system.js';
import type { Stack } from './stack/stack.js';

type Lists = Omit<System, 'region' | 'accountId' | 'outputs'>;

/** The lists of a System while they are filled. */
export type SystemParts = { -readonly [K in keyof Lists]: Lists[K][number][] } & {
  /** Routes that `Api` events of functions ask for. */
  readonly apiEvents: ApiEvent[];
  /** Routes that `HttpApi` events of functions ask for. */
  readonly httpApiEvents: HttpApiEvent[];
  /** Statements that roles of the templates give, by the role's name, which is unique in the account. */
  readonly roleStatements: Map<string, PolicySpec[]>;
  /** Statements of queue policies, by the queue's name. */
  readonly queuePolicies: Map<string, PolicySpec[]>;
  /** Statements of topic policies, by the topic's ARN. */
  readonly topicPolicies: Map<string, PolicySpec[]>;
  /** Statements of the templates' own managed policies, by ARN. */
  readonly managedPolicies: Map<string, PolicySpec[]>;
};

export interface ApiEvent {
  readonly stack: Stack;
  readonly apiId: string;
  readonly path: string;
  readonly method: string;
  readonly functionArn: string;
  readonly place: Place;
  /** As the event says: an authorizer of the API, `NONE`, or nothing for that of all routes. */
  readonly authorizer?: string;
  readonly apiKeyRequired?: boolean;
}

export interface HttpApiEvent
  extends Pick<HttpRouteSpec, 'routeKey' | 'functionArn' | 'timeoutMs' | 'place'> {
  readonly stack: Stack;
  readonly apiId: string;
  /** As the event says: an authorizer of the API, `NONE`, or nothing for that of all routes. */
  readonly authorizer?: string;
  /** Those of the authorizer unless told. */
  readonly scopes?: readonly string[];
}

export function emptyParts(): SystemParts {
  return {
    functions: [],
    apis: [],
    httpApis: [],
    httpApiEvents: [],
    tables: [],
    queues: [],
    buses: [],
    rules: [],
    eventSourceMappings: [],
    parameters: [],
    permissions: [],
    topics: [],
    subscriptions: [],
    apiKeys: [],
    usagePlans: [],
    usagePlanKeys: [],
    apiEvents: [],
    roleStatements: new Map(),
    managedPolicies: new Map(),
    queuePolicies: new Map(),
    topicPolicies: new Map(),
  };
}
