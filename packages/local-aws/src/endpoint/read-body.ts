import type { IncomingMessage } from 'node:http';
import { AwsError } from '../parts.js';

/** DynamoDB takes 16 MiB in one request, which is the most of all services played. */
const maxBytes = 16 * 1024 * 1024;

/** The whole body. Error: RequestEntityTooLargeException (413). */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // What is too long is read to its end without being kept: a client that still writes would not see the answer.
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  if (bytes > maxBytes) {
    throw new AwsError(
      'RequestEntityTooLargeException',
      `The request has ${bytes} bytes; the limit is ${maxBytes}.`,
      {
        statusCode: 413,
      },
    );
  }
  return Buffer.concat(chunks);
}

/** Error: SerializationException, as AWS has it for what is no JSON object. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AwsError('SerializationException', `The body is no JSON: ${error.message}`);
  }
  throw new AwsError('SerializationException', 'The body is no JSON object.');
}
