import type { TargetSpec } from '../../system.js';
import { arn, derivedName } from '../names.js';
import type { PropertyTable } from '../property-table.js';
import type { FunctionEvent } from './function-events.js';
import { resourceOf } from './resource-of.js';
import { readState, ruleArn } from './rule.js';
import { readDelivery, readInput } from './rule-target.js';
import { readSchedule } from './schedule-expression.js';

const role = 'the schedule may invoke its function anyway';

const properties: PropertyTable = {
  played:
    'ScheduleExpression ScheduleExpressionTimezone Name OmitName State Input RetryPolicy DeadLetterConfig'.split(
      ' ',
    ),
  noEffect: {
    Description: 'for people',
    GroupName: 'for people',
    KmsKeyArn: 'nothing on this machine is encrypted',
    RoleArn: role,
    PermissionsBoundary: role,
    FlexibleTimeWindow: 'the start of the window is within it',
  },
  refused: {
    StartDate: 'Enable and disable the schedule by State.',
    EndDate: 'Enable and disable the schedule by State.',
  },
};

/** A schedule of EventBridge Scheduler, played as a rule with a schedule. */
export function readSchedulerEvent({ declaration, fields, logicalId, functionArn }: FunctionEvent): void {
  fields.allow(properties);
  fields.require('ScheduleExpression');
  const schedule = readSchedule(fields, 'ScheduleExpression');
  if (fields.has('ScheduleExpressionTimezone')) fields.oneOf('ScheduleExpressionTimezone', ['UTC']);
  // SAM names the schedule by its logical id, unlike a rule.
  const defaultName =
    fields.boolean('OmitName') === true ? derivedName({ ...declaration, logicalId }, 64) : logicalId;
  const ruleName = fields.string('Name') ?? defaultName;
  const scheduleArn = arn(declaration, 'scheduler', `schedule/default/${ruleName}`);
  const input = readInput(fields);
  declaration.stack.reading.parts.rules.push({
    ...resourceOf(declaration),
    logicalId,
    place: fields.node.place,
    ruleName,
    arn: ruleArn(declaration, ruleName, 'default'),
    busName: 'default',
    ...(schedule === undefined ? {} : { schedule }),
    enabled: readState(fields),
    ofScheduler: true,
    madeBySam: true,
    targets: [
      {
        id: logicalId,
        arn: functionArn,
        ...(input.input === undefined
          ? schedulerEvent(declaration.stack.reading.options, scheduleArn)
          : input),
        ...readDelivery(fields),
      },
    ],
  });
}

/** What Scheduler sends without Input; unlike that of a rule its detail is the text `{}`. */
function schedulerEvent(
  { accountId, region }: { accountId: string; region: string },
  scheduleArn: string,
): Pick<TargetSpec, 'inputTransformer'> {
  const fixed = JSON.stringify({
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: accountId,
    region,
    resources: [scheduleArn],
    detail: '{}',
  });
  return {
    inputTransformer: {
      pathsMap: { id: '$.id', time: '$.time' },
      template: `{"version":"0","id":"<id>","time":"<time>",${fixed.slice(1)}`,
    },
  };
}
