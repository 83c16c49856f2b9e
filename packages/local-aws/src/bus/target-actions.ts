import { AwsError } from '../parts.js';
import type { TargetSpec } from '../system.js';
import { type Input, inputOf, page, refuseOthers, requiredText, text, validation } from './action-input.js';
import type { Rule } from './rule.js';
import { type Action, type ActionContext, busOfInput, change, ruleOfInput } from './rule-actions.js';
import { checkTarget } from './target-input.js';

/** Of one rule ("EventBridge quotas"). */
const mostTargets = 5;

export const targetActions: Readonly<Record<string, Action>> = {
  PutTargets: putTargets,
  RemoveTargets: removeTargets,
  ListTargetsByRule: listTargets,
  ListRuleNamesByTarget: listRuleNames,
};

async function putTargets(input: Input, context: ActionContext): Promise<unknown> {
  const rule = ruleOfInput(input, 'Rule', context);
  if (!Array.isArray(input.Targets) || input.Targets.length === 0) {
    throw validation(
      "1 validation error detected: Value at 'targets' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  const targets = new Map(rule.targets.map((target) => [target.id, target]));
  for (const each of input.Targets) {
    const target = targetOf(inputOf(each));
    targets.set(target.id, target);
  }
  if (targets.size > mostTargets) {
    throw new AwsError(
      'LimitExceededException',
      'The requested resource exceeds the maximum number allowed.',
    );
  }
  await change(context.rules.put({ ...rule, targets: [...targets.values()] }), context);
  return { FailedEntryCount: 0, FailedEntries: [] };
}

const targetMembers = [
  'Id',
  'Arn',
  'RoleArn',
  'Input',
  'InputPath',
  'InputTransformer',
  'SqsParameters',
  'RetryPolicy',
  'DeadLetterConfig',
];

function targetOf(input: Input): TargetSpec {
  const id = requiredText(input, 'Id');
  refuseOthers(input, targetMembers, `target ${id}`);
  const target: TargetSpec = {
    id,
    arn: requiredText(input, 'Arn'),
    ...inputMembers(input),
    ...retryMembers(inputOf(input.RetryPolicy ?? {})),
    ...present('deadLetterArn', text(inputOf(input.DeadLetterConfig ?? {}), 'Arn')),
    ...present('messageGroupId', text(inputOf(input.SqsParameters ?? {}), 'MessageGroupId')),
  };
  try {
    checkTarget(target);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw validation(`Parameter Targets is not valid. Reason: target ${id}: ${error.message}`);
    throw error;
  }
  return target;
}

function present<Name extends string>(name: Name, value: string | undefined): { [Key in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]?: string });
}

function inputMembers(input: Input): Pick<TargetSpec, 'input' | 'inputPath' | 'inputTransformer'> {
  const given = ['Input', 'InputPath', 'InputTransformer'].filter(
    (name) => input[name] !== undefined && input[name] !== null,
  );
  if (given.length > 1) {
    throw validation(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${String(input.Id)}.`,
    );
  }
  if (given[0] !== 'InputTransformer') {
    return { ...present('input', text(input, 'Input')), ...present('inputPath', text(input, 'InputPath')) };
  }
  const transformer = inputOf(input.InputTransformer);
  const paths = inputOf(transformer.InputPathsMap ?? {});
  const pathsMap = Object.fromEntries(Object.keys(paths).map((name) => [name, requiredText(paths, name)]));
  return { inputTransformer: { pathsMap, template: requiredText(transformer, 'InputTemplate') } };
}

function retryMembers(policy: Input): Pick<TargetSpec, 'maximumRetryAttempts' | 'maximumEventAgeS'> {
  return {
    maximumRetryAttempts: number(policy, 'MaximumRetryAttempts', { min: 0, max: 185, otherwise: 185 }),
    maximumEventAgeS: number(policy, 'MaximumEventAgeInSeconds', { min: 60, max: 86_400, otherwise: 86_400 }),
  };
}

function number(input: Input, name: string, bounds: { min: number; max: number; otherwise: number }): number {
  const value = input[name] ?? bounds.otherwise;
  if (typeof value === 'number' && value >= bounds.min && value <= bounds.max) return value;
  throw validation(`${name} must be between ${bounds.min} and ${bounds.max}.`);
}

async function removeTargets(input: Input, context: ActionContext): Promise<unknown> {
  const rule = ruleOfInput(input, 'Rule', context);
  const ids = Array.isArray(input.Ids) ? (input.Ids as unknown[]).map(String) : [];
  if (ids.length === 0)
    throw validation(
      "1 validation error detected: Value at 'ids' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  const unknown = ids.filter((id) => !rule.targets.some((target) => target.id === id));
  const targets = rule.targets.filter(({ id }) => !ids.includes(id));
  if (targets.length < rule.targets.length) await change(context.rules.put({ ...rule, targets }), context);
  const failed = unknown.map((TargetId) => ({
    TargetId,
    ErrorCode: 'ResourceNotFoundException',
    ErrorMessage: `Rule ${rule.ruleName} does not have a target ${TargetId}.`,
  }));
  return { FailedEntryCount: failed.length, FailedEntries: failed };
}

function listTargets(input: Input, context: ActionContext): unknown {
  const { items, next } = page(ruleOfInput(input, 'Rule', context).targets, input);
  return { Targets: items.map(shown), ...next };
}

function shown(target: TargetSpec): { [key: string]: unknown } {
  const { inputTransformer: transformer } = target;
  return {
    Id: target.id,
    Arn: target.arn,
    ...present('Input', target.input),
    ...present('InputPath', target.inputPath),
    ...(transformer && {
      InputTransformer: { InputPathsMap: transformer.pathsMap, InputTemplate: transformer.template },
    }),
    ...(target.messageGroupId !== undefined && { SqsParameters: { MessageGroupId: target.messageGroupId } }),
    ...(target.deadLetterArn !== undefined && { DeadLetterConfig: { Arn: target.deadLetterArn } }),
    RetryPolicy: {
      MaximumRetryAttempts: target.maximumRetryAttempts,
      MaximumEventAgeInSeconds: target.maximumEventAgeS,
    },
  };
}

function listRuleNames(input: Input, context: ActionContext): unknown {
  const arn = requiredText(input, 'TargetArn');
  const has = (rule: Rule) => rule.targets.some((target) => target.arn === arn);
  const names = context.rules.on(busOfInput(input, context)).filter(has);
  const { items, next } = page(
    names.map(({ ruleName }) => ruleName),
    input,
  );
  return { RuleNames: items, ...next };
}
