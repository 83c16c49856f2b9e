import type { System } from '../../system.js';
import type { Access } from '../access.js';

/** Where the resources of a request live, and what is known of them. */
export type Around = Pick<System, 'region' | 'accountId' | 'tables'>;

/** An action's decoded JSON input. What it lacks requires nothing: the service itself refuses the request. */
export type Input = Readonly<Record<string, unknown>>;

/** What a request to one service requires to be granted. */
export type Required = (action: string, input: Input, around: Around) => Access[];

export function text(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

export function list(input: Input, name: string): readonly unknown[] {
  const value = input[name];
  return Array.isArray(value) ? value : [];
}

export function inputOf(value: unknown): Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Input) : {};
}

export function arnIn({ region, accountId }: Around, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** A table is named by its name or its ARN. */
export function tableArn(around: Around, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arnIn(around, 'dynamodb', `table/${nameOrArn}`);
}
