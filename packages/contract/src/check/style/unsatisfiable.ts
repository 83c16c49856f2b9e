import { everySchema } from '../../every-schema.js';
import type { Json, Schema } from '../../model.js';
import { isPossible } from '../../write/schemas/keyword-checks.js';
import type { Rule } from './rule.js';

const bounds = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minContains', 'maxContains'],
  ['minProperties', 'maxProperties'],
] as const;

function crossed(schema: Schema): string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const told = bounds.flatMap(([least, most]) => {
    const [from, to] = [schema[least], schema[most]];
    return from !== undefined && to !== undefined && from > to
      ? [`${least} ${from} is above ${most} ${to}`]
      : [];
  });
  const [above, below] = [exclusiveMinimum ?? minimum, exclusiveMaximum ?? maximum];
  const isOpen = exclusiveMinimum !== undefined || exclusiveMaximum !== undefined;
  if (isOpen && above !== undefined && below !== undefined && above >= below)
    told.push(`no number is above ${above} and below ${below}`);
  return told;
}

function refusedValues({ types = [], enum: values = [], const: constant }: Schema): string[] {
  if (types.length === 0) return [];
  const listed = constant === undefined ? values : [...values, constant.value];
  const refused = listed.filter((value) => !isPossible(value, types));
  const text = (value: Json) => JSON.stringify(value).slice(0, 40);
  return refused.map((value) => `the value ${text(value)} is of another type than ${types.join(' or ')}`);
}

/** Schemas, and values in their lists, that nothing can ever match. */
export const checkSatisfiable: Rule = ({ contract, document, diagnostics }) => {
  for (const schema of everySchema(contract)) {
    if (schema.enum?.length === 0) {
      const place = document.fieldPlace(schema.place, 'enum');
      diagnostics.warning('unsatisfiable', place, 'the list of values is empty');
    }
    for (const what of refusedValues(schema)) {
      const place = document.fieldPlace(schema.place, schema.enum === undefined ? 'const' : 'enum');
      diagnostics.warning('unsatisfiable', place, what);
    }
    for (const what of crossed(schema)) diagnostics.warning('unsatisfiable', schema.place, what);
  }
};
