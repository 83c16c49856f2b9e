import { textFormats } from '../../compare/checked-formats.js';
import { everySchema } from '../../every-schema.js';
import type { Rule } from './rule.js';

/** What others call formats of JSON Schema. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['guid', 'uuid'],
  ['url', 'uri'],
]);

/** Letters alone: `dateTime`, `date_time` and `DateTime` are one. */
const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const byPlainName = new Map(Array.from(textFormats.keys(), (name) => [plain(name), name] as const));

function meantBy(format: string): string | undefined {
  if (textFormats.has(format)) return undefined;
  return byPlainName.get(plain(format)) ?? otherNames.get(plain(format));
}

/** Formats of strings that nothing checks, though their names say one that is checked. */
export const checkFormats: Rule = ({ contract, document, diagnostics }) => {
  for (const { place, types, format } of everySchema(contract)) {
    const meant = format === undefined ? undefined : meantBy(format);
    if (meant === undefined || types?.includes('string') === false) continue;
    const what = `nothing checks the format '${format}' (did you mean '${meant}'?)`;
    diagnostics.warning('misspelt-format', document.fieldPlace(place, 'format'), what);
  }
};
