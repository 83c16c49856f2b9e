import type { Json } from '../system.js';
import type { Access } from './access.js';
import { conditionKeys } from './condition-keys.js';
import { compileArn, compilePattern } from './pattern.js';
import { StatementError } from './statement-error.js';

/** One operator on one key. `undefined`: the request's value of the key is not known here. */
export type Condition = (access: Access) => boolean | undefined;

type Compile = (value: string) => (text: string) => boolean;

interface Operator {
  readonly compile: Compile;
  readonly negated?: boolean;
}

const equals: Compile = (value) => (text) => text === value;
const equalsIgnoringCase: Compile = (value) => (text) => text.toLowerCase() === value.toLowerCase();
const like: Compile = (value) => compilePattern(value);
const arnLike: Compile = (value) => compileArn(value);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: Readonly<Record<string, Operator>> = {
  StringEquals: { compile: equals },
  StringNotEquals: { compile: equals, negated: true },
  StringEqualsIgnoreCase: { compile: equalsIgnoringCase },
  StringNotEqualsIgnoreCase: { compile: equalsIgnoringCase, negated: true },
  StringLike: { compile: like },
  StringNotLike: { compile: like, negated: true },
  ArnEquals: { compile: arnLike },
  ArnLike: { compile: arnLike },
  ArnNotEquals: { compile: arnLike, negated: true },
  ArnNotLike: { compile: arnLike, negated: true },
  Bool: { compile: equalsIgnoringCase },
};

type SetOperator = 'ForAllValues' | 'ForAnyValue' | undefined;

interface Test {
  readonly key: string;
  readonly values: readonly string[];
  readonly set: SetOperator;
}

/** Whether the key is absent, which is all that Null asks. */
function absent({ key, values, set }: Test): Condition {
  if (set !== undefined) throw new StatementError(`has ${set}:Null, which does not exist`);
  return ({ context }) => values.includes(String(context?.[key] === undefined));
}

function compare(
  { compile, negated = false }: Operator,
  { key, values, set }: Test,
  ifExists: boolean,
): Condition {
  const matchers = values.map(compile);
  const holds = (text: string) => matchers.some((matches) => matches(text)) !== negated;
  return ({ context }) => {
    const given = context?.[key];
    if (given === 'unknown') return undefined;
    if (set === 'ForAllValues') return (given ?? []).every(holds);
    if (given === undefined) return set === undefined && (ifExists || negated);
    return given.some(holds);
  };
}

function readOperator(written: string): { set: SetOperator; name: string; ifExists: boolean } {
  const [, set, name = '', suffix] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  if (name !== 'Null' && !Object.hasOwn(operators, name))
    throw new StatementError(
      `has the Condition operator '${written}', which is not played: ${[...Object.keys(operators), 'Null'].join(', ')} are`,
    );
  return { set: set as SetOperator, name, ifExists: suffix !== undefined };
}

function readTest(written: string, key: string, value: Json): Condition {
  const { set, name, ifExists } = readOperator(written);
  const known = conditionKeys.find((each) => each.toLowerCase() === key.toLowerCase());
  if (known === undefined)
    throw new StatementError(
      `has a Condition on '${key}', a key that is not played: ${conditionKeys.join(', ')} are`,
    );
  const values = [value].flat().map((each) => String(each));
  const variable = values.find((each) => each.includes('${'));
  if (variable !== undefined)
    throw new StatementError(`has the policy variable '${variable}', which is not played`);
  const test = { key: known, values, set };
  return name === 'Null' ? absent(test) : compare(operators[name]!, test, ifExists);
}

function isMap(value: Json): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All of them must hold. Errors: StatementError for what is not played, by its name. */
export function readConditions(written: Json | undefined): Condition[] {
  if (written === undefined) return [];
  if (!isMap(written)) throw new StatementError('has a Condition that is no map');
  return Object.entries(written).flatMap(([operator, tests]) => {
    if (!isMap(tests)) throw new StatementError(`has a Condition ${operator} that is no map of keys`);
    return Object.entries(tests).map(([key, value]) => readTest(operator, key, value));
  });
}
