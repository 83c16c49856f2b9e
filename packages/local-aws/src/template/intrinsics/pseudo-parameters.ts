import type { Stack } from '../stack/stack.js';

const values: Readonly<Record<string, (stack: Stack) => string>> = {
  'AWS::Region': (stack) => stack.reading.options.region,
  'AWS::AccountId': (stack) => stack.reading.options.accountId,
  'AWS::StackName': (stack) => stack.name,
  'AWS::StackId': (stack) => stack.id,
  'AWS::Partition': () => 'aws',
  'AWS::URLSuffix': () => 'amazonaws.com',
};

export const noValue = 'AWS::NoValue';

export const pseudoParameterNames = [...Object.keys(values), noValue];

export function pseudoParameter(stack: Stack, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name]?.(stack) : undefined;
}
