import { everySchema } from '../every-schema.js';
import type { Place } from '../model.js';
import { explosion } from './patterns/explosive.js';
import type { Rule } from './style/rule.js';

/** Patterns on which a backtracking engine can be kept busy by whoever sends the text. */
export const checkExplosivePatterns: Rule = ({ contract, document, diagnostics }) => {
  const tell = (source: string, where: () => Place) => {
    const found = explosion(source);
    if (found === undefined) return;
    const text = JSON.stringify(found.repeated);
    const what = `the pattern ${source} takes ${found.growth} time on text that repeats ${text} and does not match`;
    diagnostics.warning('explosive-pattern', where(), what);
  };
  for (const { place, pattern, patternProperties } of everySchema(contract)) {
    // To find the place of a keyword the document is parsed once more.
    if (pattern !== undefined) tell(pattern, () => document.fieldPlace(place, 'pattern'));
    for (const key of patternProperties?.keys() ?? []) {
      const { file, line, column, pointer } = place;
      const keys = { file, line, column, pointer: `${pointer}/patternProperties` };
      tell(key, () => document.fieldPlace(keys, key));
    }
  }
};
