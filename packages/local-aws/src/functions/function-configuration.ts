import { pathToFileURL } from 'node:url';
import type { FunctionSpec } from '../system.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export function configurationOf(spec: FunctionSpec): object {
  return {
    FunctionName: spec.functionName,
    FunctionArn: spec.arn,
    Runtime: spec.runtime,
    Role: spec.roleArn,
    Handler: spec.handler,
    Timeout: spec.timeoutS,
    MemorySize: spec.memoryMb,
    Version: '$LATEST',
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    TracingConfig: { Mode: 'PassThrough' },
    Environment: { Variables: spec.environment },
    ...(spec.deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: spec.deadLetterArn } }),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export function functionOf(spec: FunctionSpec): object {
  return {
    Configuration: configurationOf(spec),
    Code: { RepositoryType: 'Local', Location: pathToFileURL(spec.codeDir).href },
    ...(spec.reservedConcurrency !== undefined && {
      Concurrency: { ReservedConcurrentExecutions: spec.reservedConcurrency },
    }),
  };
}
