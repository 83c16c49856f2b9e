import { arn, physicalName } from '../names.js';
import type { Declaration } from '../stack/stack.js';

export function functionName(declaration: Declaration): string | undefined {
  return physicalName(declaration, 'FunctionName', 64);
}

export function functionArn(declaration: Declaration): string | undefined {
  const name = functionName(declaration);
  return name === undefined ? undefined : functionArnOf(declaration, name);
}

/** The ARN for a name, a partial ARN (`123456789012:function:name`) or an ARN. */
export function functionArnOf(declaration: Declaration, nameOrArn: string): string {
  if (nameOrArn.startsWith('arn:')) return nameOrArn;
  return arn(declaration, 'lambda', `function:${nameOrArn.replace(/^\d+:function:/, '')}`);
}
