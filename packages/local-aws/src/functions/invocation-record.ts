import type { Outcome } from './function-error.js';
import type { PendingInvocation } from './invocations.js';

export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';

/** Text as the JSON that it is; text that is none stays text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/**
 * What a destination gets of an asynchronous invocation that has ended; without an outcome it has never run for long
 * enough. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function invocationRecord(
  { requestId, functionArn, payload, failures }: PendingInvocation,
  { condition, outcome, now }: { condition: Condition; outcome?: Outcome; now: number },
): string {
  const approximateInvokeCount = outcome === undefined ? failures : failures + 1;
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: { requestId, functionArn: `${functionArn}:$LATEST`, condition, approximateInvokeCount },
    requestPayload: parsed(payload),
    ...(outcome !== undefined && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(outcome.functionError !== undefined && { functionError: outcome.functionError }),
      },
      responsePayload: parsed(outcome.payload),
    }),
  });
}
