import { derivedName } from '../names.js';
import type { ResourceType } from '../stack/stack.js';
import { readStatements, withPrincipal } from './function-policies.js';

/** It names its queues by their URLs, which end in their names. */
export const queuePolicy: ResourceType = {
  properties: { played: ['PolicyDocument', 'Queues'] },
  ref: (declaration) => derivedName(declaration, 255),
  read: ({ stack }, fields) => {
    fields.require('PolicyDocument');
    fields.require('Queues');
    const document = fields.map('PolicyDocument');
    const statements = document === undefined ? [] : readStatements(document, withPrincipal);
    const { queuePolicies } = stack.reading.parts;
    for (const url of fields.strings('Queues')) {
      const queueName = url.split('/').at(-1) ?? '';
      queuePolicies.set(queueName, [...(queuePolicies.get(queueName) ?? []), ...statements]);
    }
  },
};
