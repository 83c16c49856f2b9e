/**
 * Letters younger than Unicode 14, which type checkers, bundlers or Python 3.11 do not know yet, the joiners, which
 * nobody sees, and the dot between words of Katakana.
 */
const others =
  '\\u0897\\u088f\\u0c5c\\u0cdc\\u0cf3\\u0ece\\u1acf-\\u1aeb\\u1c89\\u1c8a\\u200c\\u200d\\u30fb\\ua7cb-\\ua7cf\\ua7d2\\ua7d4\\ua7da-\\ua7dc';

/** What may stand within an identifier of ECMAScript and of Python alike, but the low line, which parts words here. */
const word = new RegExp(`(?:(?![_${others}])(?=[\\0-\\uffff])\\p{ID_Continue})+`, 'gu');
const ascii = /^[\0-\x7f]*$/;

/** The words of a name, of any script. Compatible characters are one, as in identifiers of Python (PEP 3131). */
export function wordsOf(text: string): readonly string[] {
  // Most names are English, and found without asking for properties of each character.
  if (ascii.test(text)) return text.match(/[A-Za-z0-9]+/g) ?? [];
  return text.normalize('NFKC').match(word) ?? [];
}

const young = new RegExp(`[${others}]`);

/** With a capital, where who compiles the code knows it. */
export function capitalized(text: string): string {
  const capital = text.charAt(0).toUpperCase();
  return young.test(capital) ? text : capital + text.slice(1);
}
