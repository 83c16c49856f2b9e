import type { Json, RuleSpec, System, TargetSpec } from '../system.js';

/** A rule of a bus, from a template or from the API. */
export interface Rule {
  readonly ruleName: string;
  readonly arn: string;
  readonly busName: string;
  /** JSON text, as DescribeRule answers it. */
  readonly eventPattern?: string;
  readonly schedule?: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly targets: readonly TargetSpec[];
}

export function ruleOf(spec: RuleSpec): Rule {
  return {
    ruleName: spec.ruleName,
    arn: spec.arn,
    busName: spec.busName,
    ...(spec.eventPattern === undefined ? {} : { eventPattern: patternText(spec.eventPattern) }),
    ...(spec.schedule === undefined ? {} : { schedule: spec.schedule }),
    enabled: spec.enabled,
    targets: spec.targets,
  };
}

function patternText(pattern: Json): string {
  return typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
}

export function ruleArn(system: System, busName: string, ruleName: string): string {
  const path = busName === 'default' ? ruleName : `${busName}/${ruleName}`;
  return `arn:aws:events:${system.region}:${system.accountId}:rule/${path}`;
}

export function busArn(system: System, busName: string): string {
  return `arn:aws:events:${system.region}:${system.accountId}:event-bus/${busName}`;
}

/** The name in `name-or-ARN`, as most EventBridge actions take it; the default bus where it is absent. */
export function busNameOf(nameOrArn: string | undefined): string {
  return nameOrArn?.split(':event-bus/').pop() ?? 'default';
}
