import { AwsError } from '../parts.js';
import { latest, type Parameter } from './parameter.js';
import type { Input } from './ssm-input.js';

type Match = (actual: string, wanted: string) => boolean;

const options: Readonly<Record<string, Match>> = {
  Equals: (actual, wanted) => actual === wanted,
  BeginsWith: (actual, wanted) => actual.startsWith(wanted),
  Contains: (actual, wanted) => actual.includes(wanted),
};

/** What a filter key reads, and the options it takes. */
const keys: Readonly<Record<string, { read: (parameter: Parameter) => string; options: readonly string[] }>> =
  {
    Name: { read: ({ name }) => name, options: ['Equals', 'BeginsWith', 'Contains'] },
    Type: { read: (parameter) => latest(parameter).type, options: ['Equals', 'BeginsWith'] },
    Tier: { read: (parameter) => latest(parameter).tier, options: ['Equals'] },
    DataType: { read: () => 'text', options: ['Equals'] },
  };

/** Whether a parameter stands below the path, directly or, with `recursive`, at any depth. */
export function isBelow(name: string, path: string, recursive: boolean): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  return name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes('/'));
}

/** What `ParameterFilters` asks for, all of it. Errors: InvalidFilterKey, InvalidFilterOption, InvalidFilterValue. */
export function parameterFilter(input: Input, allowed: readonly string[]): (parameter: Parameter) => boolean {
  const filters: unknown = input.ParameterFilters ?? [];
  if (!Array.isArray(filters) || filters.some((each) => typeof each !== 'object' || each === null)) {
    throw new AwsError('SerializationException', 'ParameterFilters is expected to be a list of filters.');
  }
  const tests = filters.map((filter: unknown) => filterTest(filter as Input, allowed));
  return (parameter) => tests.every((test) => test(parameter));
}

function filterTest(filter: Input, allowed: readonly string[]): (parameter: Parameter) => boolean {
  const { Key, Option, Values } = filter;
  if (typeof Key !== 'string' || !allowed.includes(Key)) {
    throw new AwsError(
      'InvalidFilterKey',
      `The following filter key is not valid: ${String(Key)}. Valid filter keys include: [${allowed.join(', ')}].`,
    );
  }
  const values: unknown[] = Array.isArray(Values) ? Values : [];
  if (values.length === 0 || !values.every((value) => typeof value === 'string')) {
    throw new AwsError('InvalidFilterValue', `The filter ${Key} needs values that are strings.`);
  }
  if (Key === 'Path') return pathTest(Option, values as string[]);
  const key = keys[Key];
  const option = Option ?? 'Equals';
  const match = typeof option === 'string' && key?.options.includes(option) ? options[option] : undefined;
  if (key === undefined || match === undefined) throw badOption(Key, option);
  return (parameter) => values.some((value) => match(key.read(parameter), value as string));
}

function pathTest(option: unknown = 'OneLevel', paths: readonly string[]): (parameter: Parameter) => boolean {
  if (option !== 'OneLevel' && option !== 'Recursive') throw badOption('Path', option);
  return ({ name }) => paths.some((path) => isBelow(name, path, option === 'Recursive'));
}

function badOption(key: string, option: unknown): AwsError {
  return new AwsError('InvalidFilterOption', `The filter ${key} does not take the option ${String(option)}.`);
}
