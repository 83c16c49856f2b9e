import { AwsError } from '../parts.js';
import type { Json } from '../system.js';
import { type Input, page, requiredText, text, validation } from './action-input.js';
import { compilePatternText } from './event-pattern.js';
import { busArn, busNameOf } from './rule.js';
import type { Action, ActionContext } from './rule-actions.js';

export const busActions: Readonly<Record<string, Action>> = {
  ListEventBuses: listBuses,
  DescribeEventBus: describeBus,
  TestEventPattern: testPattern,
};

function listBuses(input: Input, { system, busNames }: ActionContext): unknown {
  const prefix = text(input, 'NamePrefix') ?? '';
  const names = [...busNames].filter((name) => name.startsWith(prefix)).sort();
  const { items, next } = page(names, input);
  return { EventBuses: items.map((Name) => ({ Name, Arn: busArn(system, Name) })), ...next };
}

function describeBus(input: Input, { system, busNames }: ActionContext): unknown {
  const name = busNameOf(text(input, 'Name'));
  if (!busNames.has(name))
    throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
  return { Name: name, Arn: busArn(system, name) };
}

/** TestEventPattern wants whole events, which rules then need not. */
const eventMembers = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

function testPattern(input: Input): unknown {
  const matches = compilePatternText(requiredText(input, 'EventPattern'));
  const event = eventOf(requiredText(input, 'Event'));
  return { Result: matches(event) };
}

function eventOf(text: string): Json {
  let event: Json;
  try {
    event = JSON.parse(text) as Json;
  } catch (error) {
    throw validation(`Parameter Event is not valid. Reason: ${(error as Error).message}`);
  }
  const members = typeof event === 'object' && event !== null ? Object.keys(event) : [];
  const missing = eventMembers.filter((name) => !members.includes(name));
  if (missing.length > 0)
    throw validation(`Parameter Event is not valid. Reason: it has no ${missing.join(', ')}`);
  return event;
}
