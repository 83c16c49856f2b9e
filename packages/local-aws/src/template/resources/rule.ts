import type { TargetSpec } from '../../system.js';
import type { Fields } from '../fields.js';
import { arn, physicalName, requiredText } from '../names.js';
import { describing } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { busNameOf } from './event-bus.js';
import { resourceOf } from './resource-of.js';
import { readDelivery, readInput, readPattern } from './rule-target.js';
import { readSchedule } from './schedule-expression.js';

function ruleName(declaration: Declaration): string | undefined {
  return physicalName(declaration, 'Name', 64);
}

/** The rules of the default bus have an ARN without a bus. */
export function ruleArn(declaration: Declaration, name: string, busName: string): string {
  return arn(declaration, 'events', busName === 'default' ? `rule/${name}` : `rule/${busName}/${name}`);
}

function attributeArn(declaration: Declaration): string | undefined {
  const name = ruleName(declaration);
  const busName = busNameOf(requiredText(declaration, 'EventBusName') ?? 'default');
  return name === undefined ? undefined : ruleArn(declaration, name, busName);
}

function read(declaration: Declaration, fields: Fields): void {
  const name = ruleName(declaration);
  if (name === undefined) return;
  const busName = busNameOf(fields.string('EventBusName') ?? 'default');
  const eventPattern = readPattern(fields, 'EventPattern');
  const schedule = readSchedule(fields, 'ScheduleExpression');
  if (!fields.has('EventPattern') && !fields.has('ScheduleExpression')) fields.require('EventPattern');
  if (schedule !== undefined && busName !== 'default')
    fields.unsupported('ScheduleExpression', 'only rules of the default bus have a schedule');
  declaration.stack.reading.parts.rules.push({
    ...resourceOf(declaration),
    ruleName: name,
    arn: ruleArn(declaration, name, busName),
    busName,
    ...(eventPattern === undefined ? {} : { eventPattern }),
    ...(schedule === undefined ? {} : { schedule }),
    enabled: readState(fields),
    targets: readTargets(fields),
  });
}

export function readState(fields: Fields): boolean {
  if (!fields.has('State')) return true;
  const states = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] as const;
  return fields.oneOf('State', states) !== 'DISABLED';
}

function readTargets(fields: Fields): TargetSpec[] {
  const targets = fields.maps('Targets');
  if (targets.length > 5) fields.unsupported('Targets', 'a rule has at most 5 targets');
  return targets.map(readTarget);
}

function readTarget(fields: Fields): TargetSpec {
  fields.allow({
    played: 'Id Arn Input InputPath InputTransformer RetryPolicy DeadLetterConfig SqsParameters'.split(' '),
    noEffect: { RoleArn: 'rules send by the policies of their targets' },
  });
  fields.require('Id');
  fields.require('Arn');
  const sqs = fields.map('SqsParameters');
  sqs?.allow({ played: ['MessageGroupId'] });
  const messageGroupId = sqs?.string('MessageGroupId');
  return {
    id: fields.string('Id') ?? '',
    arn: fields.string('Arn') ?? '',
    ...readInput(fields),
    ...readDelivery(fields),
    ...(messageGroupId === undefined ? {} : { messageGroupId }),
  };
}

export const rule: ResourceType = {
  properties: {
    played: ['Name', 'EventBusName', 'EventPattern', 'ScheduleExpression', 'State', 'Targets'],
    noEffect: { ...describing, RoleArn: 'rules send by the policies of their targets' },
  },
  ref: ruleName,
  attributes: { Arn: attributeArn },
  read,
};
