import { AwsError } from '../parts.js';
import { isBelow, parameterFilter } from './filters.js';
import { latest, type Parameter, type ParameterVersion } from './parameter.js';
import { readReference } from './parameter-name.js';
import { arnOf, type ParameterService } from './parameter-service.js';
import { flag, type Input, names, page, requiredText, validation } from './ssm-input.js';

interface Found {
  readonly parameter: Parameter;
  readonly version: ParameterVersion;
  readonly selector: string;
}

/** Errors: ParameterVersionNotFound; undefined for an unknown name. */
function find({ set, arnPrefix }: ParameterService, reference: string): Found | undefined {
  const { name, selector } = readReference(reference, arnPrefix);
  const parameter = set.get(name);
  if (parameter === undefined) return undefined;
  if (selector === '') return { parameter, version: latest(parameter), selector };
  const version = parameter.versions.find((each) => `:${each.version}` === selector);
  if (version !== undefined) return { parameter, version, selector };
  throw new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${selector.slice(1)} of ${name}. Verify the version and try again.`,
  );
}

/** A SecureString without decryption is not what was put: code that forgets WithDecryption fails here as on AWS. */
function visibleValue({ type, value }: ParameterVersion, decrypt: boolean): string {
  if (type !== 'SecureString' || decrypt) return value;
  return Buffer.from(`encrypted by local-aws: ${value}`).toString('base64');
}

function described(service: ParameterService, found: Found, decrypt: boolean): object {
  const { parameter, version, selector } = found;
  return {
    Name: parameter.name,
    Type: version.type,
    Value: visibleValue(version, decrypt),
    Version: version.version,
    ...(selector !== '' && { Selector: selector }),
    LastModifiedDate: version.modifiedAt / 1000,
    ARN: arnOf(service, parameter.name),
    DataType: 'text',
  };
}

export function getParameter(service: ParameterService, input: Input): unknown {
  const name = requiredText(input, 'Name');
  const found = find(service, name);
  if (found === undefined) throw new AwsError('ParameterNotFound', `The parameter ${name} does not exist.`);
  return { Parameter: described(service, found, flag(input, 'WithDecryption')) };
}

export function getParameters(service: ParameterService, input: Input): unknown {
  const decrypt = flag(input, 'WithDecryption');
  const invalid: string[] = [];
  const found: object[] = [];
  for (const name of new Set(names(input))) {
    const each = findOrNothing(service, name);
    if (each === undefined) invalid.push(name);
    else found.push(described(service, each, decrypt));
  }
  return { Parameters: found, InvalidParameters: invalid };
}

function findOrNothing(service: ParameterService, name: string): Found | undefined {
  try {
    return find(service, name);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

export function getParametersByPath(service: ParameterService, input: Input): unknown {
  const path = requiredText(input, 'Path');
  if (!path.startsWith('/')) {
    throw validation(
      'The parameter doesn\'t meet the parameter name requirements. The path begins with "/".',
    );
  }
  const recursive = flag(input, 'Recursive');
  const decrypt = flag(input, 'WithDecryption');
  const isWanted = parameterFilter(input, ['Type']);
  const below = service.set.list().filter((each) => isBelow(each.name, path, recursive) && isWanted(each));
  const { items, nextToken } = page(below, input, 10);
  return {
    Parameters: items.map((parameter) =>
      described(service, { parameter, version: latest(parameter), selector: '' }, decrypt),
    ),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
}
