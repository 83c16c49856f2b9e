import { RuntimeError } from './function-error.mjs';

function contextOf({ requestId, functionArn, deadlineMs, clientContext }, settings) {
  const { env } = process;
  return {
    get callbackWaitsForEmptyEventLoop() {
      return settings.waitsForEmptyEventLoop;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      settings.waitsForEmptyEventLoop = value;
    },
    awsRequestId: requestId,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: functionArn,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    identity: undefined,
    clientContext: clientContext === undefined ? undefined : JSON.parse(clientContext),
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

/**
 * Node.js 24 has no callback handlers on Lambda:
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html#nodejs-handler-callback
 */
function refuseCallbackHandler(handler) {
  const major = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV ?? '')?.[1] ?? 0);
  if (major < 24 || handler.length < 3) return;
  throw new RuntimeError(
    'Runtime.CallbackHandlerDeprecated',
    'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later.',
  );
}

/** Calls the handler with one event: resolves with its answer, or rejects with what it throws. */
export function invokeHandler(handler, invocation) {
  return new Promise((resolve, reject) => {
    refuseCallbackHandler(handler);
    const settings = { waitsForEmptyEventLoop: true };
    let answer = null;
    const whenIdle = () => resolve(answer);
    // An empty event loop ends the invocation, answered or not.
    process.once('beforeExit', whenIdle);
    const settle = (end, value) => {
      process.off('beforeExit', whenIdle);
      end(value);
    };
    const done = (error, result) => {
      if (error !== undefined && error !== null) settle(reject, error);
      else if (settings.waitsForEmptyEventLoop) answer = result;
      else settle(resolve, result);
    };
    const context = contextOf(invocation, settings);
    context.done = done;
    context.succeed = (result) => done(null, result);
    context.fail = (error) => done(error ?? 'handled');
    try {
      const returned = handler(JSON.parse(invocation.text), context, done);
      if (typeof returned?.then !== 'function') return;
      returned.then(
        (result) => settle(resolve, result),
        (error) => settle(reject, error),
      );
    } catch (error) {
      settle(reject, error);
    }
  });
}
