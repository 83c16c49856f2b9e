import type { Header, Response } from '../model.js';

const setByRuntime = new Set(['x-request-id', 'traceparent', 'deprecation', 'sunset', 'link']);

/** Whether a handler has to give the header: what the runtime of a service sets by itself it has not to. */
export function isNeeded(name: string, { required }: Header): boolean {
  return required && !setByRuntime.has(name);
}

/** Of an answer or a part; its type is no header of its own (OpenAPI 3.1, 4.8.17.1). */
export function headersOf({ headers }: Pick<Response, 'headers'>): [string, Header][] {
  return [...headers].filter(([name]) => name !== 'content-type');
}
