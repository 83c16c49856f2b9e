import { everySchema } from '../../every-schema.js';
import type { Json, Schema } from '../../model.js';
import { isPossible } from '../../write/schemas/keyword-checks.js';
import type { Rule } from './rule.js';

const mostShown = 5;

const bounds = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minContains', 'maxContains'],
  ['minProperties', 'maxProperties'],
] as const;

/** What is told, and the keyword at which. */
type Told = readonly [keyword: keyof Schema, what: string];

function crossed(schema: Schema): Told[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const told = bounds.flatMap(([least, most]): Told[] => {
    const [from, to] = [schema[least], schema[most]];
    return from !== undefined && to !== undefined && from > to
      ? [[least, `${least} ${from} is above ${most} ${to}`]]
      : [];
  });
  const [above, below] = [exclusiveMinimum ?? minimum, exclusiveMaximum ?? maximum];
  const isOpen = exclusiveMinimum !== undefined || exclusiveMaximum !== undefined;
  if (isOpen && above !== undefined && below !== undefined && above >= below)
    told.push([
      exclusiveMinimum === undefined ? 'exclusiveMaximum' : 'exclusiveMinimum',
      `no number is above ${above} and below ${below}`,
    ]);
  return told;
}

/** The values that have another type than their schema. */
function refusedValues({ types = [], enum: values = [], const: constant }: Schema): Told[] {
  if (types.length === 0) return [];
  const listed = constant === undefined ? values : [...values, constant.value];
  const refused = listed.filter((value) => !isPossible(value, types));
  if (refused.length === 0) return [];
  const texts = refused.slice(0, mostShown).map((value: Json) => JSON.stringify(value).slice(0, 40));
  if (refused.length > mostShown) texts.push('…');
  const subject = refused.length === 1 ? 'the value' : 'the values';
  const verb = refused.length === 1 ? 'is' : 'are';
  const what = `${subject} ${texts.join(', ')} ${verb} of another type than ${types.join(' or ')}`;
  return [[values.length === 0 ? 'const' : 'enum', what]];
}

/** Schemas, and values in their lists, that nothing can ever match. */
export const checkSatisfiable: Rule = ({ contract, document, diagnostics }) => {
  for (const schema of everySchema(contract)) {
    const empty: Told[] = schema.enum?.length === 0 ? [['enum', 'the list of values is empty']] : [];
    for (const [keyword, what] of [...empty, ...refusedValues(schema), ...crossed(schema)])
      diagnostics.warning('unsatisfiable', document.fieldPlace(schema.place, keyword), what);
  }
};
