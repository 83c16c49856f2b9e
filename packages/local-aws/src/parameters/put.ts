import { AwsError } from '../parts.js';
import { latest, type Parameter, type ParameterType, type ParameterVersion, type Tier } from './parameter.js';
import { checkNewName, readReference } from './parameter-name.js';
import { type ParameterService, part } from './parameter-service.js';
import type { ParameterEntry } from './parameter-set.js';
import { flag, type Input, names, refuse, requiredText, text, validation } from './ssm-input.js';

/** Of a value in UTF-8: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const maxBytes: Readonly<Record<Tier, number>> = { Standard: 4096, Advanced: 8192 };

async function commit({ log }: ParameterService, data: ParameterEntry): Promise<void> {
  log.commit([{ part, data }]);
  await log.durable();
}

export async function putParameter(service: ParameterService, input: Input): Promise<unknown> {
  refuse(input, ['Tags', 'Policies', 'KeyId']);
  const { name } = readReference(requiredText(input, 'Name'), service.arnPrefix);
  const before = service.set.get(name);
  if (before === undefined) checkNewName(name);
  else if (!flag(input, 'Overwrite')) {
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  const to = newVersion(input, before, service.now());
  const over = before?.template?.value ?? null;
  await commit(service, { op: 'put', name, over, to });
  const { version, tier } = latest(service.set.get(name) as Parameter);
  return { Version: version, Tier: tier };
}

function newVersion(
  input: Input,
  before: Parameter | undefined,
  modifiedAt: number,
): Omit<ParameterVersion, 'version'> {
  const last = before && latest(before);
  const value = requiredText(input, 'Value');
  const type = readType(text(input, 'Type') ?? last?.type);
  if (last && last.type !== type && [last.type, type].includes('SecureString')) {
    throw new AwsError(
      'HierarchyTypeMismatchException',
      `The parameter has the type ${last.type}, which cannot become ${type}: delete it first.`,
    );
  }
  const tier = readTier(text(input, 'Tier') ?? last?.tier, value);
  const description = text(input, 'Description') ?? last?.description;
  const allowedPattern = text(input, 'AllowedPattern') ?? last?.allowedPattern;
  if (allowedPattern !== undefined) checkPattern(allowedPattern, value);
  checkDataType(input);
  return {
    type,
    value,
    tier,
    modifiedAt,
    ...(description !== undefined && { description }),
    ...(allowedPattern !== undefined && { allowedPattern }),
  };
}

function readType(type: string | undefined): ParameterType {
  if (type === 'String' || type === 'StringList' || type === 'SecureString') return type;
  if (type === undefined) throw validation('A parameter type is required when you create a parameter.');
  throw new AwsError('UnsupportedParameterType', `The parameter type ${type} is not supported.`);
}

function readTier(asked: string | undefined, value: string): Tier {
  const bytes = Buffer.byteLength(value);
  const byItself = bytes > maxBytes.Standard ? 'Advanced' : 'Standard';
  const tier = asked === 'Intelligent-Tiering' ? byItself : (asked ?? 'Standard');
  if (tier !== 'Standard' && tier !== 'Advanced') {
    throw validation(`Tier is ${tier}; it must be Standard, Advanced or Intelligent-Tiering.`);
  }
  if (bytes > maxBytes[tier]) {
    throw validation(
      `${tier} tier parameters support a maximum parameter value of ${maxBytes[tier]} characters.${tier === 'Standard' ? ' To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.' : ''}`,
    );
  }
  return tier;
}

function checkPattern(pattern: string, value: string): void {
  let matcher: RegExp;
  try {
    matcher = new RegExp(pattern, 'u');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AwsError(
      'InvalidAllowedPatternException',
      `The pattern ${pattern} is not valid: ${error.message}`,
    );
  }
  if (!matcher.test(value)) {
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
  }
}

function checkDataType(input: Input): void {
  const type = text(input, 'DataType') ?? 'text';
  if (type !== 'text') throw validation(`local-aws does not play the data type ${type}: use text.`);
}

/** A parameter of the templates stays: it would be back at the next start, which none is on AWS. */
function checkDeletable(parameter: Parameter | undefined): void {
  if (parameter?.template === undefined) return;
  throw validation(
    `The parameter ${parameter.name} is declared by a template: take it out there instead of deleting it.`,
  );
}

export async function deleteParameter(service: ParameterService, input: Input): Promise<unknown> {
  const name = requiredText(input, 'Name');
  const parameter = service.set.get(name);
  if (parameter === undefined) {
    throw new AwsError('ParameterNotFound', `The parameter ${name} does not exist.`);
  }
  checkDeletable(parameter);
  await commit(service, { op: 'delete', names: [name] });
  return {};
}

export async function deleteParameters(service: ParameterService, input: Input): Promise<unknown> {
  const wanted = names(input);
  for (const name of wanted) checkDeletable(service.set.get(name));
  const there = wanted.filter((name) => service.set.get(name) !== undefined);
  if (there.length > 0) await commit(service, { op: 'delete', names: there });
  return { DeletedParameters: there, InvalidParameters: wanted.filter((name) => !there.includes(name)) };
}
