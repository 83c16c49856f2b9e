const { isNativeError } = process.getBuiltinModule('node:util').types;

/** An error of the runtime itself, as Lambda's own Node.js runtime names it. */
export class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

/** The object that the Runtime API takes for a thrown value. */
export function errorObject(thrown) {
  if (!isNativeError(thrown)) {
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  }
  return {
    errorType: thrown.name,
    errorMessage: thrown.message,
    trace: (thrown.stack ?? '').split('\n'),
  };
}

export function unhandledRejection(reason) {
  const { errorType, errorMessage, trace } = errorObject(reason);
  return {
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: isNativeError(reason) ? `${errorType}: ${errorMessage}` : errorMessage,
    reason: { errorType, errorMessage, trace },
    promise: {},
    trace: [`Runtime.UnhandledPromiseRejection: ${errorType}: ${errorMessage}`, ...trace.slice(1)],
  };
}
