/** What an invocation ends with: the function's answer, or an error object as Lambda words it. */
export interface Outcome {
  readonly payload: string;
  readonly functionError?: 'Unhandled';
  readonly durationMs: number;
  /** The last 4 KB that the function has printed. */
  readonly logTail: string;
}

/** An error object in the place of an answer. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
}

export function timedOut(requestId: string, timeoutS: number, now: number): FunctionFailure {
  const time = new Date(now).toISOString();
  return {
    errorMessage: `${time} ${requestId} Task timed out after ${timeoutS.toFixed(2)} seconds`,
    errorType: 'Sandbox.Timedout',
  };
}

/** Signals as the Go program words them that runs functions on AWS. */
const signalWords: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGTERM: 'terminated',
  SIGSEGV: 'segmentation fault',
  SIGINT: 'interrupt',
  SIGBUS: 'bus error',
  SIGILL: 'illegal instruction',
};

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export function exited(requestId: string, { code, signal }: Exit): FunctionFailure {
  const how = signal === null ? `exit status ${code}` : `signal: ${signalWords[signal] ?? signal}`;
  const reason = code === 0 ? 'without providing a reason' : `with error: ${how}`;
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited ${reason}`,
  };
}

/** Largest answer of a function: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const maximumResponseBytes = 6 * 1024 * 1024 + 100;

export const responseTooLarge: FunctionFailure = {
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${maximumResponseBytes} bytes).`,
};
