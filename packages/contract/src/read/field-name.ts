import type { Diagnostics } from '../diagnostics.js';
import type { Place } from '../model.js';

/** A token of RFC 9110, 5.6.2, which names of header fields (5.1) and of cookies (RFC 6265, 4.1.1) are. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Tells a name of a header or cookie that no message can have. */
export function checkFieldName(diagnostics: Diagnostics, name: string, place: Place): void {
  if (token.test(name)) return;
  const what = `'${name}' is no name of a header or cookie, so that no message has it`;
  diagnostics.warning('invalid-field-name', place, what);
}
