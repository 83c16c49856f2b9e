import type { IdentitySource } from '../system.js';
import type { HttpEvent } from './http-event.js';

/** What a request shows at an identity source; nothing is taken for empty text. */
export function identityOf({ from, name }: IdentitySource, event: HttpEvent): string | undefined {
  const values: Readonly<Record<string, unknown>> = {
    header: event.headers[name.toLowerCase()],
    querystring: event.queryStringParameters?.[name],
    stageVariables: event.stageVariables?.[name],
    context: name
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], event.requestContext),
  };
  const value = values[from];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
