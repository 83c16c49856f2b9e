import type { Schema } from '../../model.js';
import { SchemaPlan } from './plan-schemas.js';

const place = { file: 'openapi.yaml', line: 1, column: 1, pointer: '' };

function helpersOf(schema: Partial<Schema>): string | undefined {
  const plan = new SchemaPlan();
  plan.export({ place, ...schema }, 'response', 'Case');
  return /import \{ (.*) \} from '.\/runtime\/codec\/codec.js'/.exec(plan.write('').text)?.[1];
}

test.each<[string, Partial<Schema>, string]>([
  ['items of which nothing is asked', { types: ['array'], items: { place } }, 'codec, failure'],
  [
    'members of which nothing is asked',
    { types: ['object'], properties: new Map([['a', { place, description: 'Any' }]]) },
    'codec, failure, isObject',
  ],
  [
    'items of which something is asked',
    { types: ['array'], items: { place, types: ['string'] } },
    'below, codec, failure',
  ],
  [
    'members of which alternatives are asked',
    {
      additionalProperties: {
        place,
        anyOf: [
          { place, types: ['string'] },
          { place, types: ['null'] },
        ],
      },
    },
    'below, closest, codec, failure, isObject',
  ],
])('code for %s imports what it uses', (_name, schema, helpers) => {
  expect(helpersOf(schema)).toBe(helpers);
});
