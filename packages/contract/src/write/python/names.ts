import { wordsOf } from '../../read/words.js';

/** Words that name nothing in Python 3.11 (keywords and soft keywords), and what every module has already. */
const reserved = new Set(
  'False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return self try type while with yield'.split(
    ' ',
  ),
);

export function isIdentifier(name: string): boolean {
  // Two underscores at the start would be mangled within a class.
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !reserved.has(name);
}

/** `placeOrder` becomes `place_order`; words of a name that are none become underscores. */
export function snakeCase(name: string): string {
  const parted = name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase();
  const words = wordsOf(parted).join('_');
  const safe = /^\p{ID_Start}/u.test(words) ? words : `operation_${words}`;
  return reserved.has(safe) ? `${safe}_` : safe;
}

/** Gives each name once. */
export class PythonNames {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  free(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#taken.has(name); count++) name = `${wanted}_${count}`;
    this.#taken.add(name);
    return name;
  }
}
