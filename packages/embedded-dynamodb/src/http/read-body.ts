import type { IncomingMessage } from 'node:http';
import { DynamoDbError } from '../tables.js';

/** DynamoDB takes 16 MB a request (Service quotas, "API-specific constants"). */
const maxBytes = 16 * 1024 * 1024;

/** The whole body. Error: a body above 16 MB, whose rest is read and dropped so that the answer arrives. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('error', reject);
    request.on('end', () => {
      if (bytes <= maxBytes)
        return resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
      const message = `Request size exceeds the limit of ${maxBytes} bytes`;
      reject(new DynamoDbError('RequestEntityTooLargeException', message, { statusCode: 413 }));
    });
  });
}
