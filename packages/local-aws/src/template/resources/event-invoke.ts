import type { EventInvokeSpec } from '../../system.js';
import { defined, type Fields } from '../fields.js';

function destination(config: Fields | undefined, name: 'OnSuccess' | 'OnFailure'): string | undefined {
  const fields = config?.map(name);
  fields?.allow({ played: ['Destination', 'Type'] });
  // SAM would make a queue or topic of its own for a Type alone.
  fields?.require('Destination');
  if (fields?.has('Type')) fields.oneOf('Type', ['SQS', 'Lambda']);
  return fields?.string('Destination');
}

/** What a function says of its asynchronous invocations. */
export function readEventInvoke(fields: Fields): EventInvokeSpec | undefined {
  const config = fields.map('EventInvokeConfig');
  if (config === undefined) return undefined;
  config.allow({ played: ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig'] });
  const destinations = config.map('DestinationConfig');
  destinations?.allow({ played: ['OnSuccess', 'OnFailure'] });
  return defined<Required<EventInvokeSpec>>({
    maximumRetryAttempts: config.integer('MaximumRetryAttempts', [0, 2]),
    maximumEventAgeS: config.integer('MaximumEventAgeInSeconds', [60, 21_600]),
    onSuccessArn: destination(destinations, 'OnSuccess'),
    onFailureArn: destination(destinations, 'OnFailure'),
  });
}
