/** Speaks the Lambda Runtime API: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */

const http = process.getBuiltinModule('node:http');

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Whoever started this process is gone; nobody is left to work for. */
function abandoned() {
  process.exit(1);
}

function send(method, path, { body, headers = {} } = {}) {
  const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
  return new Promise((resolve) => {
    const options = { host, port, method, agent, path: `/2018-06-01/runtime/${path}` };
    if (body !== undefined) {
      options.headers = {
        ...headers,
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
      };
    }
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
      response.on('error', abandoned);
    });
    request.on('error', abandoned);
    request.end(body);
  });
}

/** Waits for the next event. */
export async function nextInvocation() {
  const { headers, text } = await send('GET', 'invocation/next');
  return {
    requestId: headers['lambda-runtime-aws-request-id'],
    deadlineMs: Number(headers['lambda-runtime-deadline-ms']),
    functionArn: headers['lambda-runtime-invoked-function-arn'],
    traceId: headers['lambda-runtime-trace-id'],
    clientContext: headers['lambda-runtime-client-context'],
    text,
  };
}

export function respond(requestId, text) {
  return send('POST', `invocation/${requestId}/response`, { body: text });
}

/** Reports an error of an invocation, or of the initialization when there is no request id. */
export function reportError(requestId, error) {
  const path = requestId === undefined ? 'init/error' : `invocation/${requestId}/error`;
  const headers = { 'Lambda-Runtime-Function-Error-Type': error.errorType };
  return send('POST', path, { body: JSON.stringify(error), headers });
}
