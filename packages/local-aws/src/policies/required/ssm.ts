import type { Access } from '../access.js';
import { type Around, arnIn, type Input, list, text } from './required.js';

/** The slash before a name is that of its ARN; a version or label is no part of it. */
function parameterArn(around: Around, reference: string): string {
  if (reference.startsWith('arn:')) return reference;
  return arnIn(around, 'ssm', `parameter/${reference.replace(/^\//, '').replace(/:.*$/s, '')}`);
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
export function ssmAccess(action: string, input: Input, around: Around): Access[] {
  if (action === 'DescribeParameters')
    return [{ action: 'ssm:DescribeParameters', resource: arnIn(around, 'ssm', '*') }];
  const names = list(input, 'Names').filter((name) => typeof name === 'string');
  const named = text(input, 'Name') ?? text(input, 'Path');
  const all = named === undefined ? names : [named, ...names];
  return all.map((name) => ({ action: `ssm:${action}`, resource: parameterArn(around, name) }));
}
