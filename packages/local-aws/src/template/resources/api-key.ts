import { derivedName, physicalName, stableId } from '../names.js';
import { describing } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { resourceOf } from './resource-of.js';

function apiKeyId({ stack, logicalId }: Declaration): string {
  return stableId(`key ${stack.path}/${logicalId}`, 10);
}

/** Without a `Value`, API Gateway makes one of 40 characters; here it is the same at every start. */
export const apiKey: ResourceType = {
  properties: {
    played: ['Enabled', 'Name', 'Value'],
    noEffect: {
      ...describing,
      CustomerId: 'for the marketplace of AWS',
      GenerateDistinctId: 'the id is distinct anyway',
    },
    refused: { StageKeys: 'Use an AWS::ApiGateway::UsagePlan, which has taken its place.' },
  },
  ref: apiKeyId,
  attributes: { APIKeyId: apiKeyId },
  read(declaration, fields) {
    const { stack, logicalId } = declaration;
    const given = fields.string('Value');
    if (given !== undefined && given.length < 20)
      fields.unsupported('Value', 'a key has at least 20 characters');
    stack.reading.parts.apiKeys.push({
      ...resourceOf(declaration),
      id: apiKeyId(declaration),
      name: physicalName(declaration, 'Name', 1024) ?? derivedName(declaration, 1024),
      value: given ?? stableId(`key value ${stack.path}/${logicalId}`, 40),
      // API Gateway takes a key that does not say so for one that is not enabled.
      enabled: fields.boolean('Enabled') ?? false,
    });
  },
};
