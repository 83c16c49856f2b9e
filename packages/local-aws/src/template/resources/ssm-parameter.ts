import type { Fields } from '../fields.js';
import { physicalName, requiredText } from '../names.js';
import { describing } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { resourceOf } from './resource-of.js';

function parameterName(declaration: Declaration): string | undefined {
  return physicalName(declaration, 'Name', 2048);
}

function read(declaration: Declaration, fields: Fields): void {
  fields.require('Type');
  fields.require('Value');
  const name = parameterName(declaration);
  const type = fields.oneOf('Type', ['String', 'StringList']);
  const value = fields.string('Value');
  if (name !== undefined && !/^\/?[\w.-]+(\/[\w.-]+)*$/.test(name))
    fields.unsupported('Name', `'${name}' is no name of a parameter: letters, digits, _ . - between /`);
  const pattern = fields.string('AllowedPattern');
  if (pattern !== undefined && value !== undefined && !new RegExp(pattern).test(value))
    fields.unsupported('Value', `does not match AllowedPattern ${pattern}`);
  if (name === undefined || type === undefined || value === undefined) return;
  declaration.stack.reading.parts.parameters.push({ ...resourceOf(declaration), name, type, value });
}

export const ssmParameter: ResourceType = {
  properties: {
    played: ['Name', 'Type', 'Value', 'AllowedPattern'],
    noEffect: {
      ...describing,
      Tier: 'there is no limit of size',
      DataType: 'nothing checks images',
    },
    refused: { Policies: 'Remove it: parameters do not expire here.' },
  },
  ref: parameterName,
  attributes: {
    Type: (declaration) => requiredText(declaration, 'Type'),
    Value: (declaration) => requiredText(declaration, 'Value'),
  },
  read,
};
