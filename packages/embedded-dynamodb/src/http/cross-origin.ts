import type { IncomingMessage } from 'node:http';

type Header = readonly [name: string, value: string];

/** What DynamoDB answers to a page of another origin: everybody may call, as requests are signed. */
export function crossOriginHeaders({ headers, method }: IncomingMessage): readonly Header[] {
  if (headers.origin === undefined) return [];
  const everybody: Header = ['access-control-allow-origin', '*'];
  if (method !== 'OPTIONS') {
    return [everybody, ['access-control-expose-headers', 'x-amzn-requestid,x-amz-crc32']];
  }
  const allowedHeaders = headers['access-control-request-headers'];
  const allowedMethod = headers['access-control-request-method'];
  return [
    everybody,
    ...(allowedHeaders === undefined ? [] : [['access-control-allow-headers', allowedHeaders] as const]),
    ...(allowedMethod === undefined ? [] : [['access-control-allow-methods', allowedMethod] as const]),
    ['access-control-max-age', '172800'],
  ];
}
