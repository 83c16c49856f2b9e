import { busNameOf } from '../../bus/rule.js';
import type { Access } from '../access.js';
import { type Around, arnIn, type Input, inputOf, list, text } from './required.js';

const busArn = (around: Around, nameOrArn: string | undefined) =>
  arnIn(around, 'events', `event-bus/${busNameOf(nameOrArn)}`);

function ofEntry(entry: Input, around: Around): Access {
  const keys = { 'events:source': text(entry, 'Source'), 'events:detail-type': text(entry, 'DetailType') };
  const context = Object.fromEntries(
    Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [[key, [value]]])),
  );
  return { action: 'events:PutEvents', resource: busArn(around, text(entry, 'EventBusName')), context };
}

/** Rules of the default bus have no bus in their ARN. */
function ruleArn(input: Input, around: Around): string {
  const bus = busNameOf(text(input, 'EventBusName'));
  const rule = text(input, 'Rule') ?? text(input, 'Name') ?? '*';
  return arnIn(around, 'events', `rule/${bus === 'default' ? '' : `${bus}/`}${rule}`);
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export function eventsAccess(action: string, input: Input, around: Around): Access[] {
  if (action === 'PutEvents') return list(input, 'Entries').map((entry) => ofEntry(inputOf(entry), around));
  const own = (resource: string) => [{ action: `events:${action}`, resource }];
  if (action === 'DescribeEventBus') return own(busArn(around, text(input, 'Name')));
  if (action === 'ListEventBuses') return own(arnIn(around, 'events', 'event-bus/*'));
  if (action === 'TestEventPattern') return own('*');
  return own(ruleArn(input, around));
}
