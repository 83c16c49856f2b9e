import type { Fields } from '../fields.js';
import { arn, requiredText } from '../names.js';
import { describing } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { resourceOf } from './resource-of.js';

function busName(declaration: Declaration): string | undefined {
  return requiredText(declaration, 'Name');
}

function busArn(declaration: Declaration): string | undefined {
  const name = busName(declaration);
  return name === undefined ? undefined : arn(declaration, 'events', `event-bus/${name}`);
}

function read(declaration: Declaration, fields: Fields): void {
  fields.require('Name');
  const name = busName(declaration);
  if (name === undefined) return;
  if (name === 'default' || !/^[\w./-]{1,256}$/.test(name))
    fields.unsupported(
      'Name',
      `'${name}' is no name of an event bus: letters, digits and . / - _, not 'default'`,
    );
  declaration.stack.reading.parts.buses.push({
    ...resourceOf(declaration),
    busName: name,
    arn: arn(declaration, 'events', `event-bus/${name}`),
  });
}

export const eventBus: ResourceType = {
  properties: {
    played: ['Name'],
    noEffect: {
      ...describing,
      KmsKeyIdentifier: 'nothing on this machine is encrypted',
      LogConfig: 'local-aws prints what happens to each event',
      Policy: 'there is one account: whoever puts events is held against the policies of its own role',
    },
    refused: {
      DeadLetterConfig: 'Give the targets of the rules a DeadLetterConfig.',
      EventSourceName: 'Partner event sources do not exist on one machine.',
    },
  },
  ref: busName,
  attributes: { Name: busName, Arn: busArn },
  read,
};

/** `orders` for the name or the ARN of a bus. */
export function busNameOf(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:[^:]*:events:[^:]*:\d*:event-bus\//, '');
}
