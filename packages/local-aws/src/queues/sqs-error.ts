import { AwsError } from '../parts.js';

/**
 * The name that the query protocol has for an error of the JSON protocol: SDKs which grew up with the former still
 * show it, from the `x-amzn-query-error` header. Status codes are those of the service's model.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
 */
const queryCodes: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  InvalidParameterValueException: 'InvalidParameterValue',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  MissingRequiredParameterException: 'MissingParameter',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnknownOperationException: 'InvalidAction',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

const statusCodes: Readonly<Record<string, number>> = {
  InvalidAddress: 404,
  OverLimit: 403,
  ReceiptHandleIsInvalid: 404,
  ResourceNotFoundException: 404,
};

export function queryCodeOf(code: string): string {
  return queryCodes[code] ?? code;
}

export function sqsError(code: string, message: string): AwsError {
  return new AwsError(code, message, { statusCode: statusCodes[code] ?? 400 });
}

export function invalidParameter(message: string): AwsError {
  return sqsError('InvalidParameterValueException', message);
}

export function invalidValue(value: unknown, parameter: string, reason: string): AwsError {
  return invalidParameter(`Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`);
}

export function missingParameter(parameter: string): AwsError {
  return sqsError(
    'MissingRequiredParameterException',
    `The request must contain the parameter ${parameter}.`,
  );
}

export function queueDoesNotExist(): AwsError {
  return sqsError('QueueDoesNotExist', 'The specified queue does not exist.');
}
