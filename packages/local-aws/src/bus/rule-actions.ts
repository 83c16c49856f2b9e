import type { CommitLog, Entry } from '@atoll/embedded-dynamodb';
import { AwsError } from '../parts.js';
import type { System } from '../system.js';
import { type Input, page, refuseOthers, requiredText, text, validation } from './action-input.js';
import { compilePatternText } from './event-pattern.js';
import { busNameOf, type Rule, ruleArn } from './rule.js';
import type { RuleSet } from './rule-set.js';
import { compileSchedule } from './schedule-expression.js';

export interface ActionContext {
  readonly system: System;
  readonly rules: RuleSet;
  readonly log: CommitLog;
  readonly busNames: ReadonlySet<string>;
}

export type Action = (input: Input, context: ActionContext) => unknown;

export const ruleActions: Readonly<Record<string, Action>> = {
  PutRule: putRule,
  DeleteRule: deleteRule,
  DescribeRule: (input, context) => described(ruleOfInput(input, 'Name', context), context),
  EnableRule: (input, context) => setEnabled(input, true, context),
  DisableRule: (input, context) => setEnabled(input, false, context),
  ListRules: listRules,
};

/** The bus that a request names. Error: ResourceNotFoundException. */
export function busOfInput(input: Input, context: ActionContext): string {
  const busName = busNameOf(text(input, 'EventBusName'));
  if (context.busNames.has(busName)) return busName;
  throw new AwsError('ResourceNotFoundException', `Event bus ${busName} does not exist.`);
}

/** The rule that a request names. Error: ResourceNotFoundException. */
export function ruleOfInput(input: Input, member: 'Name' | 'Rule', context: ActionContext): Rule {
  const name = requiredText(input, member);
  const busName = busOfInput(input, context);
  const rule = context.rules.find(busName, name);
  if (rule !== undefined) return rule;
  throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busName}.`);
}

/** Commits a change of the rules; applied and kept when it resolves. */
export async function change(entry: Entry, context: ActionContext): Promise<void> {
  context.log.commit([entry]);
  await context.log.durable();
}

const putRuleMembers = [
  'Name',
  'EventPattern',
  'ScheduleExpression',
  'State',
  'Description',
  'EventBusName',
  'RoleArn',
  'Tags',
];

async function putRule(input: Input, context: ActionContext): Promise<unknown> {
  refuseOthers(input, putRuleMembers, 'PutRule');
  const ruleName = requiredText(input, 'Name');
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(ruleName)) {
    throw validation(
      `1 validation error detected: Value '${ruleName}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
    );
  }
  const busName = busOfInput(input, context);
  const state = text(input, 'State') ?? 'ENABLED';
  if (state !== 'ENABLED' && state !== 'DISABLED')
    throw validation(`State ${state} is not supported: ENABLED or DISABLED`);
  const rule: Rule = {
    ruleName,
    arn: ruleArn(context.system, busName, ruleName),
    busName,
    ...triggers(input, busName),
    ...optional('description', text(input, 'Description')),
    enabled: state === 'ENABLED',
    targets: context.rules.find(busName, ruleName)?.targets ?? [],
  };
  await change(context.rules.put(rule), context);
  return { RuleArn: rule.arn };
}

function optional<Name extends string>(name: Name, value: string | undefined): { [Key in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]?: string });
}

function triggers(input: Input, busName: string): Pick<Rule, 'eventPattern' | 'schedule'> {
  const eventPattern = text(input, 'EventPattern') || undefined;
  const schedule = text(input, 'ScheduleExpression') || undefined;
  if (eventPattern === undefined && schedule === undefined) {
    throw validation('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (eventPattern !== undefined) compilePatternText(eventPattern);
  if (schedule !== undefined) checkSchedule(schedule, busName);
  return { ...optional('eventPattern', eventPattern), ...optional('schedule', schedule) };
}

function checkSchedule(schedule: string, busName: string): void {
  if (busName !== 'default')
    throw validation('ScheduleExpression is supported only on the default event bus.');
  try {
    compileSchedule(schedule);
  } catch (error) {
    throw validation(`Parameter ScheduleExpression is not valid. Reason: ${(error as Error).message}`);
  }
}

/** As in EventBridge, a rule that does not exist is as good as deleted. */
async function deleteRule(input: Input, context: ActionContext): Promise<unknown> {
  const rule = context.rules.find(busOfInput(input, context), requiredText(input, 'Name'));
  if (rule === undefined) return {};
  if (rule.targets.length > 0) throw validation("Rule can't be deleted since it has targets.");
  await change(context.rules.remove(rule), context);
  return {};
}

async function setEnabled(input: Input, enabled: boolean, context: ActionContext): Promise<unknown> {
  const rule = ruleOfInput(input, 'Name', context);
  if (rule.enabled !== enabled) await change(context.rules.put({ ...rule, enabled }), context);
  return {};
}

function described(rule: Rule, { system }: Pick<ActionContext, 'system'>): { [key: string]: unknown } {
  return { ...listed(rule), CreatedBy: system.accountId };
}

function listed(rule: Rule): { [key: string]: unknown } {
  return {
    Name: rule.ruleName,
    Arn: rule.arn,
    ...optional('EventPattern', rule.eventPattern),
    ...optional('ScheduleExpression', rule.schedule),
    State: rule.enabled ? 'ENABLED' : 'DISABLED',
    ...optional('Description', rule.description),
    EventBusName: rule.busName,
  };
}

function listRules(input: Input, context: ActionContext): unknown {
  const prefix = text(input, 'NamePrefix') ?? '';
  const rules = context.rules
    .on(busOfInput(input, context))
    .filter(({ ruleName }) => ruleName.startsWith(prefix));
  const { items, next } = page(rules, input);
  return { Rules: items.map(listed), ...next };
}
