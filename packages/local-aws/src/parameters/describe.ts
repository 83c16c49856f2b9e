import { parameterFilter } from './filters.js';
import { latest, type Parameter } from './parameter.js';
import { arnOf, type ParameterService } from './parameter-service.js';
import { type Input, page, refuse } from './ssm-input.js';

export function describeParameters(service: ParameterService, input: Input): unknown {
  refuse(input, ['Filters', 'Shared']);
  const isWanted = parameterFilter(input, ['Name', 'Path', 'Type', 'Tier', 'DataType']);
  const { items, nextToken } = page(service.set.list().filter(isWanted), input, 50);
  return {
    Parameters: items.map((parameter) => metadata(service, parameter)),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
}

function metadata(service: ParameterService, parameter: Parameter): object {
  const { type, version, tier, description, allowedPattern, modifiedAt } = latest(parameter);
  return {
    Name: parameter.name,
    ARN: arnOf(service, parameter.name),
    Type: type,
    Version: version,
    Tier: tier,
    LastModifiedDate: modifiedAt / 1000,
    DataType: 'text',
    Policies: [],
    ...(description !== undefined && { Description: description }),
    ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
  };
}
