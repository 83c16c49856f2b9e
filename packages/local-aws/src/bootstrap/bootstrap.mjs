/**
 * The process of one Node.js execution environment: loads the handler and works on one event after the other.
 * With the argument `parked` it waits, warmed up, for a line on stdin that says whose environment it becomes.
 */
import { errorObject, RuntimeError, unhandledRejection } from './function-error.mjs';
import { invokeHandler } from './invoke-handler.mjs';
import { loadHandler } from './load-handler.mjs';
import { nextInvocation, reportError, respond } from './runtime-client.mjs';

const { readSync } = process.getBuiltinModule('node:fs');

/** Reads a line; when stdin ends instead, nobody is left to become. */
function readLine() {
  const chunks = [];
  const chunk = Buffer.alloc(64 * 1024);
  do {
    const length = readSync(0, chunk);
    if (length === 0) process.exit(0);
    chunks.push(Buffer.from(chunk.subarray(0, length)));
  } while (chunks.at(-1).at(-1) !== 10);
  return Buffer.concat(chunks).toString();
}

function become({ variables, directory }) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, variables);
  process.chdir(directory);
}

let requestId;
let loaded = false;

/** The error reaches the caller before the process is gone. */
async function die(error, exitCode) {
  console.error(error.trace.join('\n') || error.errorMessage);
  if (requestId !== undefined || !loaded) await reportError(requestId, error);
  process.exit(exitCode);
}

/**
 * What happened while this process was stopped is known: a connection that its server has closed since must not be
 * taken for the next request. One turn of the event loop reads the ends of connections, the next one drops them.
 */
async function settled() {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}

async function work(handler, invocation) {
  requestId = invocation.requestId;
  process.env._X_AMZN_TRACE_ID = invocation.traceId;
  await settled();
  try {
    const answer = await invokeHandler(handler, invocation);
    await respond(requestId, printAnswer(answer));
  } catch (thrown) {
    const error = errorObject(thrown);
    console.error(error.trace.join('\n') || error.errorMessage);
    await reportError(requestId, error);
  }
  requestId = undefined;
}

function printAnswer(answer) {
  try {
    return JSON.stringify(answer) ?? 'null';
  } catch (error) {
    throw new RuntimeError('Runtime.MarshalError', `Unable to stringify response body: ${error.message}`);
  }
}

async function main() {
  if (process.argv[2] === 'parked') become(JSON.parse(readLine()));
  process.on('uncaughtException', (error) => die(errorObject(error), 129));
  process.on('unhandledRejection', (reason) => die(unhandledRejection(reason), 128));
  process.setSourceMapsEnabled(true);
  globalThis.awslambda = {
    streamifyResponse: () => {
      throw new RuntimeError('Runtime.StreamingNotSupported', 'local-aws does not stream responses');
    },
  };
  const { LAMBDA_TASK_ROOT, _HANDLER } = process.env;
  let handler;
  try {
    handler = await loadHandler(LAMBDA_TASK_ROOT, _HANDLER);
  } catch (error) {
    return die(errorObject(error), 1);
  }
  loaded = true;
  for (;;) await work(handler, await nextInvocation());
}

main();
