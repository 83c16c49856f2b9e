import type { Place, PolicySpec, System } from '../system.js';
import type { Stack } from './stack/stack.js';

type Lists = Omit<System, 'region' | 'accountId' | 'outputs'>;

/** The lists of a System while they are filled. */
export type SystemParts = { -readonly [K in keyof Lists]: Lists[K][number][] } & {
  /** Routes that `Api` events of functions ask for. */
  readonly apiEvents: ApiEvent[];
  /** Statements that roles of the templates give, by the role's name, which is unique in the account. */
  readonly roleStatements: Map<string, PolicySpec[]>;
  /** Statements of queue policies, by the queue's name. */
  readonly queuePolicies: Map<string, PolicySpec[]>;
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
}

export function emptyParts(): SystemParts {
  return {
    functions: [],
    apis: [],
    tables: [],
    queues: [],
    buses: [],
    rules: [],
    eventSourceMappings: [],
    parameters: [],
    apiKeys: [],
    usagePlans: [],
    usagePlanKeys: [],
    apiEvents: [],
    roleStatements: new Map(),
    managedPolicies: new Map(),
    queuePolicies: new Map(),
  };
}
