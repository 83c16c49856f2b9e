import type { RuleSpec } from '../../system.js';
import { derivedName } from '../names.js';
import type { PropertyTable } from '../property-table.js';
import { busNameOf } from './event-bus.js';
import type { FunctionEvent } from './function-events.js';
import { resourceOf } from './resource-of.js';
import { readState, ruleArn } from './rule.js';
import { readDelivery, readInput, readPattern } from './rule-target.js';
import { readSchedule } from './schedule-expression.js';

const delivery = 'State Enabled Input RetryPolicy DeadLetterConfig'.split(' ');

const ruleProperties: PropertyTable = {
  played: [...delivery, ...'Pattern EventBusName RuleName Target InputPath InputTransformer'.split(' ')],
};

const scheduleProperties: PropertyTable = {
  played: [...delivery, 'Schedule', 'Name'],
  noEffect: { Description: 'for people' },
};

/** A rule whose only target is the function. */
export function readEventRule(event: FunctionEvent): void {
  const { fields, logicalId } = event;
  fields.allow(ruleProperties);
  fields.require('Pattern');
  const eventPattern = readPattern(fields, 'Pattern');
  const bus = fields.string('EventBusName');
  const target = fields.map('Target');
  target?.allow({ played: ['Id'] });
  addRule(event, {
    name: fields.string('RuleName'),
    busName: bus === undefined ? 'default' : busNameOf(bus),
    targetId: target?.string('Id') ?? `${logicalId}LambdaTarget`,
    ...(eventPattern === undefined ? {} : { eventPattern }),
  });
}

export function readScheduleEvent(event: FunctionEvent): void {
  const { fields, logicalId } = event;
  fields.allow(scheduleProperties);
  fields.require('Schedule');
  const schedule = readSchedule(fields, 'Schedule');
  addRule(event, {
    name: fields.string('Name'),
    busName: 'default',
    targetId: `${logicalId}LambdaTarget`,
    ...(schedule === undefined ? {} : { schedule }),
  });
}

interface EventRule extends Pick<RuleSpec, 'eventPattern' | 'schedule' | 'busName'> {
  readonly name: string | undefined;
  readonly targetId: string;
}

function addRule({ declaration, fields, logicalId, functionArn }: FunctionEvent, rule: EventRule): void {
  const { name, targetId, busName, ...matches } = rule;
  const ruleName = name ?? derivedName({ ...declaration, logicalId }, 64);
  declaration.stack.reading.parts.rules.push({
    ...resourceOf(declaration),
    logicalId,
    place: fields.node.place,
    ruleName,
    arn: ruleArn(declaration, ruleName, busName),
    busName,
    madeBySam: true,
    ...matches,
    enabled: fields.has('Enabled') ? fields.boolean('Enabled') !== false : readState(fields),
    targets: [{ id: targetId, arn: functionArn, ...readInput(fields), ...readDelivery(fields) }],
  });
}
