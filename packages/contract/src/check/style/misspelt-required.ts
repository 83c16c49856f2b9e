import { everySchema } from '../../every-schema.js';
import { didYouMean } from '../../read/references.js';
import type { Rule } from './rule.js';

/** Required names that differ by a letter or two from a property, and that no property has. */
export const checkRequiredNames: Rule = ({ contract, document, diagnostics }) => {
  for (const { place, properties, required = [] } of everySchema(contract)) {
    const names = [...(properties?.keys() ?? [])];
    for (const name of required.filter((each) => properties?.has(each) === false)) {
      const near = didYouMean(
        name,
        names.filter((each) => !required.includes(each)),
      );
      if (near === '') continue;
      const what = `no property is called '${name}'${near}`;
      diagnostics.warning('misspelt-required', document.fieldPlace(place, 'required'), what);
    }
  }
};
