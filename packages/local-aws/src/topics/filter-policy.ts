import { compilePattern } from '../bus/event-pattern.js';
import type { Json, SubscriptionSpec } from '../system.js';
import type { AttributeValue, TopicMessage } from './message.js';

/** An attribute as its filter sees it: numbers as numbers, a list as what is in it. */
function filtered({ DataType, StringValue }: AttributeValue): Json | undefined {
  if (StringValue === undefined) return undefined;
  if (/^Number/.test(DataType)) return Number(StringValue);
  if (!/^String\.Array/.test(DataType)) return StringValue;
  try {
    return JSON.parse(StringValue) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function ofAttributes({ attributes }: TopicMessage): Json {
  const entries = Object.entries(attributes).flatMap(([name, each]) => {
    const value = filtered(each);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function ofBody({ message }: TopicMessage): Json | undefined {
  try {
    return JSON.parse(message) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Whether a subscription wants a message; its policy has the conditions of event patterns ("Amazon SNS subscription
 * filter policies"). Errors: AwsError InvalidEventPatternException.
 */
export function compileFilter({
  filterPolicy,
  filterScope,
}: Pick<SubscriptionSpec, 'filterPolicy' | 'filterScope'>): (message: TopicMessage) => boolean {
  if (filterPolicy === undefined) return () => true;
  const matches = compilePattern(filterPolicy);
  if (filterScope === 'MessageAttributes') return (message) => matches(ofAttributes(message));
  return (message) => {
    const body = ofBody(message);
    return body !== undefined && matches(body);
  };
}
