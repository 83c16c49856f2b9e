import type { Json, TargetSpec } from '../../system.js';
import { defined, type Fields } from '../fields.js';
import { toJson } from '../located.js';

type Delivery = Pick<TargetSpec, 'maximumRetryAttempts' | 'maximumEventAgeS' | 'deadLetterArn'>;
type Input = Pick<TargetSpec, 'input' | 'inputPath' | 'inputTransformer'>;

/** RetryPolicy and DeadLetterConfig; the defaults are EventBridge's: 185 times, 24 hours. */
export function readDelivery(fields: Fields): Delivery {
  const retry = fields.map('RetryPolicy');
  retry?.allow({ played: ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds'] });
  const deadLetters = fields.map('DeadLetterConfig');
  deadLetters?.allow({
    played: ['Arn'],
    refused: {
      Type: 'Declare the queue and name its Arn.',
      QueueLogicalId: 'Declare the queue and name its Arn.',
    },
  });
  deadLetters?.require('Arn');
  const deadLetterArn = deadLetters?.string('Arn');
  return {
    maximumRetryAttempts: retry?.integer('MaximumRetryAttempts', [0, 185]) ?? 185,
    maximumEventAgeS: retry?.integer('MaximumEventAgeInSeconds', [60, 86400]) ?? 86400,
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
  };
}

/** One of Input, InputPath, InputTransformer, or none. */
export function readInput(fields: Fields): Input {
  const given = ['Input', 'InputPath', 'InputTransformer'].filter((name) => fields.has(name));
  if (given.length > 1) fields.unsupported(given[1]!, `a target takes one of ${given.join(' and ')}`);
  if (fields.has('Input')) fields.json('Input');
  return defined<{ [K in keyof Input]-?: Input[K] }>({
    input: fields.has('Input') ? inputText(fields) : undefined,
    inputPath: fields.string('InputPath'),
    inputTransformer: fields.has('InputTransformer') ? readTransformer(fields) : undefined,
  });
}

function inputText(fields: Fields): string | undefined {
  const node = fields.get('Input');
  return node?.kind === 'map' || node?.kind === 'list'
    ? JSON.stringify(toJson(node))
    : fields.string('Input');
}

function readTransformer(fields: Fields): TargetSpec['inputTransformer'] {
  const transformer = fields.map('InputTransformer');
  transformer?.allow({ played: ['InputPathsMap', 'InputTemplate'] });
  transformer?.require('InputTemplate');
  return {
    pathsMap: transformer?.has('InputPathsMap') ? transformer.record('InputPathsMap') : {},
    template: transformer?.string('InputTemplate') ?? '',
  };
}

/** A pattern as a map, or as JSON in a string. */
export function readPattern(fields: Fields, name: string): Json | undefined {
  const pattern = fields.json(name);
  const isMap = pattern !== null && typeof pattern === 'object' && !Array.isArray(pattern);
  if (pattern !== undefined && !isMap) fields.unsupported(name, 'an event pattern is a map');
  return pattern;
}
