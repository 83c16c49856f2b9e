/** What may stand within an identifier of ECMAScript and of Python alike, but the low line, which parts words here. */
const word = /(?:(?!_)(?=[\0-\uffff])\p{ID_Continue})+/gu;

const ascii = /^[\0-\x7f]*$/;

/** The words of a name, of any script. Compatible characters are one, as in identifiers of Python (PEP 3131). */
export function wordsOf(text: string): readonly string[] {
  // Most names are English, and found without asking for properties of each character.
  if (ascii.test(text)) return text.match(/[A-Za-z0-9]+/g) ?? [];
  return text.normalize('NFKC').match(word) ?? [];
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
