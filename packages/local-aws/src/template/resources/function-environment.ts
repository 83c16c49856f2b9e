import type { Fields } from '../fields.js';

/** Lambda's page "Using Lambda environment variables" lists the reserved ones. */
const reserved = new Set(
  [
    '_HANDLER _X_AMZN_TRACE_ID AWS_DEFAULT_REGION AWS_REGION AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_NAME',
    'AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE',
    'AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME AWS_ACCESS_KEY AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_LAMBDA_RUNTIME_API LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR',
  ].flatMap((names) => names.split(' ')),
);

const maxBytes = 4096;

export function readEnvironment(fields: Fields): Record<string, string> {
  const environment = fields.map('Environment');
  environment?.allow({ played: ['Variables'] });
  const variables = environment?.record('Variables') ?? {};
  for (const name of Object.keys(variables)) {
    if (reserved.has(name)) environment?.unsupported('Variables', `${name} is reserved by Lambda`);
    else if (!/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name))
      environment?.unsupported('Variables', `'${name}' is no name that Lambda takes`);
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > maxBytes)
    environment?.unsupported(
      'Variables',
      `all together are more than the ${maxBytes} bytes that Lambda takes`,
    );
  return variables;
}
