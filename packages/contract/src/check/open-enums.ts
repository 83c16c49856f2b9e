import { everySchema } from '../every-schema.js';
import type { Schema } from '../model.js';
import { openEnumsExtension } from '../read/codec-options.js';
import { isOpenable, OpenEnums } from '../write/schemas/open-enums.js';
import type { Rule } from './style/rule.js';

function reasonOf(schema: Schema): string {
  return isOpenable(schema)
    ? 'alternatives are told apart by these values, or not, if, contains or propertyNames judge by them'
    : 'only an enum of two strings or more can be open, with null or without';
}

/** A schema that is said to be open, and whose values readers have to know all the same. */
export const checkOpenEnums: Rule = ({ contract, document, diagnostics }) => {
  const open = OpenEnums.of(contract);
  for (const schema of everySchema(contract)) {
    if (schema.extensions?.get(openEnumsExtension) !== true || open.has(schema)) continue;
    const place = document.fieldPlace(schema.place, openEnumsExtension);
    diagnostics.error(
      'invalid-keyword',
      place,
      `'${openEnumsExtension}' opens nothing here: ${reasonOf(schema)}`,
    );
  }
};
