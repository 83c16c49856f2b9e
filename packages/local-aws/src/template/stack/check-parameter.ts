import type { Fields } from '../fields.js';

const played = 'Type Default AllowedValues AllowedPattern MinLength MaxLength MinValue MaxValue'.split(' ');
const supportedType =
  /^(String|Number|CommaDelimitedList|List<(String|Number)>|AWS::SSM::Parameter::Value<(String|List<String>|CommaDelimitedList)>)$/;

/** Tells what is wrong with the declaration of a parameter itself. */
export function checkParameterDeclaration(fields: Fields): void {
  fields.allow({
    played,
    noEffect: {
      Description: 'for people',
      ConstraintDescription: 'for people',
      NoEcho: 'for consoles',
    },
  });
  fields.require('Type');
  const type = fields.string('Type');
  if (type !== undefined && !supportedType.test(type))
    fields.unsupported(
      'Type',
      `'${type}' is not supported: String, Number, CommaDelimitedList, List<Number> or AWS::SSM::Parameter::Value<String>`,
    );
}

/** Tells how a value breaks the constraints of its parameter. */
export function checkParameter(fields: Fields, type: string, text: string): void {
  const items = type === 'CommaDelimitedList' || type.startsWith('List<') ? text.split(',') : [text];
  const trimmed = items.map((item) => item.trim());
  const values = type.startsWith('List<') || type === 'CommaDelimitedList' ? trimmed : items;
  if (/Number/.test(type)) for (const value of values) checkNumber(fields, value);
  else checkLength(fields, text);
  const pattern = fields.string('AllowedPattern');
  if (pattern !== undefined) checkPattern(fields, { pattern, values });
  const allowed = fields.has('AllowedValues') ? fields.strings('AllowedValues') : undefined;
  for (const value of values)
    if (allowed !== undefined && !allowed.includes(value))
      tell(fields, `'${value}' is none of AllowedValues ${allowed.join(', ')}`);
}

function checkNumber(fields: Fields, value: string): void {
  const number = value === '' ? Number.NaN : Number(value);
  if (Number.isNaN(number)) tell(fields, `'${value}' is no number`);
  const least = limit(fields, 'MinValue');
  const most = limit(fields, 'MaxValue');
  if (least !== undefined && number < least) tell(fields, `${value} is less than MinValue ${least}`);
  if (most !== undefined && number > most) tell(fields, `${value} is more than MaxValue ${most}`);
}

function checkLength(fields: Fields, text: string): void {
  const least = limit(fields, 'MinLength');
  const most = limit(fields, 'MaxLength');
  if (least !== undefined && text.length < least)
    tell(fields, `'${text}' is shorter than MinLength ${least}`);
  if (most !== undefined && text.length > most) tell(fields, `'${text}' is longer than MaxLength ${most}`);
}

function limit(fields: Fields, name: string): number | undefined {
  return fields.has(name) ? Number(fields.string(name)) : undefined;
}

/** CloudFormation matches the whole value. */
function checkPattern(fields: Fields, { pattern, values }: { pattern: string; values: string[] }): void {
  let whole: RegExp;
  try {
    whole = new RegExp(`^(?:${pattern})$`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    fields.unsupported('AllowedPattern', `'${pattern}' is no regular expression`);
    return;
  }
  for (const value of values)
    if (!whole.test(value)) tell(fields, `'${value}' does not match AllowedPattern ${pattern}`);
}

function tell(fields: Fields, what: string): void {
  fields.problems.add(fields.node.place, {
    code: 'parameter-value',
    what: `${fields.title}: ${what}`,
    remedy: 'Give the parameter a value that its declaration allows.',
  });
}
