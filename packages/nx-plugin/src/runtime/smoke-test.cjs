/**
 * What CodeDeploy calls before a new version of a function gets traffic: sends requests to that version as API Gateway
 * would and reports whether every answer was one that the contract declares. The build copies this text into the
 * template, so it is one file of CommonJS (Lambda names inline code index.js) and needs only the SDK of the runtime.
 */

/** An invocation that takes longer has failed. */
const invocationMs = 20_000;

/** The event of a REST API with Lambda proxy integration. */
function eventOf({ method, path, query = {}, headers = {}, body = null }) {
  const lists = (map) => Object.fromEntries(Object.entries(map).map(([name, value]) => [name, [value]]));
  const some = (map) => (Object.keys(map).length === 0 ? null : map);
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: lists(headers),
    queryStringParameters: some(query),
    multiValueQueryStringParameters: some(lists(query)),
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      path,
      httpMethod: method,
      resourcePath: '/{proxy+}',
      requestId: 'smoke-test',
      stage: 'smoke-test',
      identity: { sourceIp: '127.0.0.1', userAgent: 'smoke-test', apiKeyId: null },
    },
    body,
    isBase64Encoded: false,
  };
}

/** `default` declares every status that is not the server's fault. */
function isDeclared(statusCode, statuses) {
  const range = `${Math.floor(statusCode / 100)}XX`;
  return (
    Number.isInteger(statusCode) &&
    statusCode < 500 &&
    statuses.some((status) => status === String(statusCode) || status === range || status === 'default')
  );
}

/** Why the answer is not the one that was expected. Undefined when it is. */
function failureOf({ FunctionError: error, Payload: payload }, { statuses, problem = false }) {
  const text = Buffer.from(payload ?? []).toString('utf8');
  if (error !== undefined) return `the function failed: ${error} ${text.slice(0, 1000)}`;
  const { statusCode, headers, multiValueHeaders } = JSON.parse(text) ?? {};
  if (!isDeclared(statusCode, statuses)) return `answered ${statusCode}, expected ${statuses.join(' or ')}`;
  const type = Object.entries({ ...multiValueHeaders, ...headers }).find(
    ([name]) => name.toLowerCase() === 'content-type',
  )?.[1];
  if (problem && !String(type).startsWith('application/problem+json'))
    return `answered ${statusCode} as ${type}, expected application/problem+json`;
  return undefined;
}

/**
 * The handler of the hook.
 *
 * @param version ARN of the function's version, with its number.
 * @param lambda has `invoke`, codeDeploy `putLifecycleEventHookExecutionStatus`: the clients of the AWS SDK.
 */
function smokeTest({ checks, version, lambda, codeDeploy, log }) {
  async function run(check) {
    try {
      const input = { FunctionName: version, Payload: JSON.stringify(eventOf(check)) };
      const output = await lambda.invoke(input, { abortSignal: AbortSignal.timeout(invocationMs) });
      return failureOf(output, check);
    } catch (error) {
      return `cannot be invoked: ${error}`;
    }
  }
  return async ({ DeploymentId: deploymentId, LifecycleEventHookExecutionId: executionId }, context) => {
    let failed = 0;
    for (const check of checks) {
      // CodeDeploy waits an hour for a hook that does not report, so the rest is given up in time to do it.
      const inTime = context.getRemainingTimeInMillis() > invocationMs + 10_000;
      const failure = inTime ? await run(check) : 'the time of the smoke test is up';
      const { operationId, expects } = check;
      log(JSON.stringify({ level: failure === undefined ? 'info' : 'error', operationId, expects, failure }));
      if (failure !== undefined) failed += 1;
    }
    const status = failed === 0 ? 'Succeeded' : 'Failed';
    await codeDeploy.putLifecycleEventHookExecutionStatus({
      deploymentId,
      lifecycleEventHookExecutionId: executionId,
      status,
    });
    return { status, checks: checks.length, failed };
  };
}

exports.smokeTest = smokeTest;
