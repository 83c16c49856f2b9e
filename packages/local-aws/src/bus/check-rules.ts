import { AwsError, StartError, type StartProblem } from '../parts.js';
import type { RuleSpec } from '../system.js';
import { compilePatternText } from './event-pattern.js';
import { ruleOf } from './rule.js';
import { compileSchedule } from './schedule-expression.js';
import { checkTarget } from './target-input.js';

/** Finds what is wrong with the templates' rules before any event comes. Error: StartError with all of it. */
export function checkRules(rules: readonly RuleSpec[]): void {
  const problems = rules.flatMap(problemsOf);
  if (problems.length > 0) throw new StartError(problems);
}

function problemsOf(spec: RuleSpec): StartProblem[] {
  const rule = ruleOf(spec);
  const checks: [code: string, remedy: string, check: () => void][] = [
    [
      'event-pattern',
      'see "Event pattern syntax" in the EventBridge User Guide',
      () => void (rule.eventPattern !== undefined && compilePatternText(rule.eventPattern)),
    ],
    [
      'schedule-expression',
      'see "Schedule expressions for rules" in the EventBridge User Guide',
      () => checkSchedule(spec),
    ],
    ...rule.targets.map((target): (typeof checks)[number] => [
      'rule-target',
      'local-aws plays targets that are SQS queues, SNS topics, Lambda functions and event buses',
      () => checkTarget(target),
    ]),
  ];
  return checks.flatMap(([code, remedy, check]) => problemOf({ spec, code, remedy }, check));
}

function checkSchedule({ schedule, eventPattern, busName }: RuleSpec): void {
  if (schedule === undefined) {
    if (eventPattern === undefined)
      throw new SyntaxError('it has neither an EventPattern nor a ScheduleExpression');
    return;
  }
  if (busName !== 'default')
    throw new SyntaxError('a ScheduleExpression is supported only on the default event bus');
  compileSchedule(schedule);
}

interface Subject {
  readonly spec: RuleSpec;
  readonly code: string;
  readonly remedy: string;
}

function problemOf({ spec, code, remedy }: Subject, check: () => void): StartProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof SyntaxError)) throw error;
    return [
      { place: spec.place, code, what: `rule ${spec.logicalId} is not valid: ${error.message}`, remedy },
    ];
  }
}
