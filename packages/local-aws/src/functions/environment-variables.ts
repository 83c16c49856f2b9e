import { randomUUID } from 'node:crypto';
import { delimiter, dirname } from 'node:path';
import type { FunctionSpec } from '../system.js';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
export const reservedVariables: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** Says whose requests are whose: the role of a function is found by the key that signs its requests. */
export function accessKeyId(logicalId: string): string {
  return `LOCAL${logicalId.toUpperCase().replace(/[^A-Z0-9]/g, '')}`;
}

/** What a process has before it belongs to a function; nothing of the variables of whoever starts local-aws. */
export function bareVariables(): Record<string, string> {
  const folders = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'];
  return { PATH: folders.join(delimiter), LANG: 'en_US.UTF-8', TZ: ':UTC' };
}

function logStream(now: number): string {
  const date = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${date}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
}

export interface Surroundings {
  readonly region: string;
  readonly endpointUrl: string;
  /** Host and port of the environment's Runtime API. */
  readonly runtimeApi: string;
  readonly now: number;
}

/** All variables of one execution environment. */
export function environmentVariables(spec: FunctionSpec, around: Surroundings): Record<string, string> {
  return {
    ...bareVariables(),
    AWS_ENDPOINT_URL: around.endpointUrl,
    // The SDK's advice about Node is meant for Lambda's runtime; here it would stand before every function's log.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...spec.environment,
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream(around.now),
    AWS_LAMBDA_RUNTIME_API: around.runtimeApi,
    AWS_REGION: around.region,
    AWS_DEFAULT_REGION: around.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}`,
    AWS_ACCESS_KEY_ID: accessKeyId(spec.logicalId),
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    LAMBDA_TASK_ROOT: spec.codeDir,
    _HANDLER: spec.handler,
  };
}
