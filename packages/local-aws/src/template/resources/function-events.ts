import { Fields } from '../fields.js';
import { intrinsicCall } from '../intrinsics/resolve.js';
import { mapNode } from '../located.js';
import { didYouMean } from '../near-names.js';
import type { Declaration } from '../stack/stack.js';
import { readApiEvent } from './api-event.js';
import { mappingProperties, readMapping } from './event-source-mapping.js';
import { functionArn } from './function-name.js';
import { readHttpApiEvent } from './http-api-event.js';
import { readEventRule, readScheduleEvent } from './rule-event.js';
import { readSchedulerEvent } from './scheduler-event.js';
import { readTopicEvent } from './topic-event.js';

/** One event of a function; SAM's logical id of what it makes is `<function><event>`. */
export interface FunctionEvent {
  readonly declaration: Declaration;
  readonly logicalId: string;
  readonly functionArn: string;
  readonly fields: Fields;
}

const eventTypes: Readonly<Record<string, (event: FunctionEvent) => void>> = {
  Api: readApiEvent,
  HttpApi: readHttpApiEvent,
  SNS: readTopicEvent,
  SQS: (event) => readSource(event, 'Queue'),
  DynamoDB: (event) => readSource(event, 'Stream'),
  EventBridgeRule: readEventRule,
  CloudWatchEvent: readEventRule,
  Schedule: readScheduleEvent,
  ScheduleV2: readSchedulerEvent,
};

export function readEvents(declaration: Declaration, fields: Fields): void {
  const events = fields.map('Events');
  const arn = functionArn(declaration);
  if (events === undefined || arn === undefined || hasCalls(declaration)) return;
  for (const name of events.node.entries.keys()) {
    const event = events.map(name);
    event?.allow({ played: ['Type', 'Properties'] });
    event?.require('Type');
    const type = event?.string('Type');
    if (event === undefined || type === undefined) continue;
    const logicalId = `${declaration.logicalId}${name}`;
    const own =
      event.map('Properties') ??
      (type === 'HttpApi' && !event.has('Properties')
        ? new Fields(mapNode(event.node.place, []), `${event.title} Properties`, event.problems)
        : undefined);
    if (!Object.hasOwn(eventTypes, type)) tellUnknown(event, type);
    else if (own === undefined) event.require('Properties');
    else eventTypes[type]?.({ declaration, logicalId, functionArn: arn, fields: own });
  }
}

/** SAM makes resources of events before CloudFormation works out any function. */
function hasCalls({ properties, logicalId, stack }: Declaration): boolean {
  const events = properties.entries.get('Events');
  const each = events?.kind === 'map' ? [events, ...events.entries.values()] : [];
  const calls = each.filter((node) => intrinsicCall(node) !== undefined);
  for (const { place } of calls)
    stack.reading.problems.add(place, {
      code: 'intrinsic-in-events',
      what: `the events of ${logicalId} are chosen by a function, which SAM does not work out`,
      remedy: 'Write the event itself, and switch it by Enabled or State, or give the function a condition.',
    });
  return calls.length > 0;
}

function tellUnknown(event: Fields, type: string): void {
  const known = Object.keys(eventTypes);
  event.problems.add(event.placeOf('Type'), {
    code: 'unsupported-event',
    what: `${event.title}: events of type ${type} are not played.${didYouMean(type, known)}`,
    remedy: `Use one of ${known.join(', ')}.`,
  });
}

function readSource(event: FunctionEvent, property: 'Queue' | 'Stream'): void {
  const { declaration, fields, logicalId } = event;
  fields.allow(mappingProperties([property]));
  fields.require(property);
  readMapping(declaration, fields, {
    logicalId,
    functionArn: event.functionArn,
    sourceArn: fields.string(property),
  });
}
