import { sqsError } from './sqs-error.js';

/** What a receipt handle names: one receive of one message. */
export interface Receipt {
  readonly queue: string;
  readonly messageId: string;
  readonly receipt: string;
}

export function receiptHandle({ queue, messageId, receipt }: Receipt): string {
  return Buffer.from(JSON.stringify([queue, messageId, receipt])).toString('base64url');
}

/** Error: ReceiptHandleIsInvalid when it is none, or of another queue. */
export function readReceiptHandle(handle: string, queue: string): Receipt {
  const parts = decode(handle);
  if (parts?.[0] === queue && parts[1] !== undefined && parts[2] !== undefined) {
    return { queue, messageId: parts[1], receipt: parts[2] };
  }
  throw sqsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}

function decode(handle: string): string[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(handle, 'base64url').toString('utf8'));
    return Array.isArray(parts) && parts.every((each) => typeof each === 'string') ? parts : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
