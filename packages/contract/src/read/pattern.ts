/** What ECMA-262 lets an escape stand before under the `u` flag, besides syntax characters. */
const knownEscape = /[bBcdDfknpPrsStuvwWxX0-9]/;
const syntaxCharacter = /[\^$\\.*+?()[\]{}|/]/;

/** What other engines call a set of characters, as members of a class (POSIX 9.3.5; java.util.regex.Pattern). */
const sets: Readonly<Record<string, string>> = {
  all: '\\s\\S',
  Alnum: 'A-Za-z0-9',
  Alpha: 'A-Za-z',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  Digit: '0-9',
  Graph: '!-~',
  Lower: 'a-z',
  Print: ' -~',
  Punct: '!-\\/:-@\\[-`{-~',
  Space: '\\s',
  Upper: 'A-Z',
  XDigit: '0-9A-Fa-f',
};

function compiles(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}

/** `\p{…}` as ECMA-262 has it: a general category, or a script with the name of its property. */
function property(letter: string, name: string, inClass: boolean): string {
  const set = letter === 'p' && Object.hasOwn(sets, name) ? sets[name] : undefined;
  if (set !== undefined) return inClass ? set : `[${set}]`;
  const plain = name.replace(/^Is/, '');
  const candidates = [name, `Script=${name}`, plain, `Script=${plain}`];
  const known = candidates.find((each) => compiles(`\\p{${each}}`, 'u'));
  return `\\${letter}{${known ?? name}}`;
}

/** What stands at `at`, and its length in the source. */
interface Piece {
  readonly text: string;
  readonly length: number;
}

/** An escape as the `u` flag takes it: needless ones lose their backslash. */
function escapeAt(source: string, at: number, inClass: boolean): Piece {
  const next = source.charAt(at + 1);
  const named = /^[pP]\{(\w+)\}/.exec(source.slice(at + 1, at + 64));
  if (named !== null) return { text: property(next, named[1] ?? '', inClass), length: named[0].length + 1 };
  const code = /^u\{[0-9a-fA-F]+\}/.exec(source.slice(at + 1, at + 12));
  if (code !== null) return { text: `\\${code[0]}`, length: code[0].length + 1 };
  // The ends of a text in Perl and Java.
  if (!inClass && (next === 'A' || next === 'z' || next === 'Z'))
    return { text: next === 'A' ? '^' : '$', length: 2 };
  const needed = knownEscape.test(next) || syntaxCharacter.test(next) || (inClass && next === '-');
  return { text: needed ? `\\${next}` : next, length: 2 };
}

const bounds = /\{\d+(?:,\d*)?\}/y;

/** A brace that bounds no quantifier stands for itself without the `u` flag (ECMA-262, B.1.2). */
function braceAt(source: string, at: number): Piece {
  bounds.lastIndex = at;
  const text = bounds.exec(source)?.[0];
  return text === undefined ? { text: '\\{', length: 1 } : { text, length: text.length };
}

const setEscape = /^\\[dDsSwWpP]/;

/** `[\w-.]` has a hyphen that bounds no range: it is written `\-`. */
function plainHyphens(members: readonly string[]): string[] {
  return members.map((member, index) => {
    const around = [members[index - 1] ?? '', members[index + 1] ?? ''];
    return member === '-' && around.some((each) => setEscape.test(each)) ? '\\-' : member;
  });
}

function classAt(source: string, start: number): Piece {
  const opening = source[start + 1] === '^' ? '[^' : '[';
  const members: string[] = [];
  let at = start + opening.length;
  while (at < source.length && source[at] !== ']') {
    const char = source.charAt(at);
    const piece = char === '\\' ? escapeAt(source, at, true) : { text: char, length: 1 };
    members.push(piece.text);
    at += piece.length;
  }
  return { text: `${opening}${plainHyphens(members).join('')}]`, length: at + 1 - start };
}

function pieceAt(source: string, at: number): Piece {
  const char = source.charAt(at);
  if (char === '\\') return escapeAt(source, at, false);
  if (char === '[') return classAt(source, at);
  if (char === '{') return braceAt(source, at);
  return { text: char === '}' || char === ']' ? `\\${char}` : char, length: 1 };
}

/**
 * A pattern that compiles with the `u` flag and means what the given one means to the engines that take it: `\_`,
 * `[\w-.]` and lone braces (ECMA-262, Annex B.1.2), `\p{Alnum}` and `\A` (Java, Perl). Undefined where there is none.
 */
export function unicodePattern(source: string): string | undefined {
  if (compiles(source, 'u')) return source;
  if (!compiles(source, '')) return undefined;
  let text = '';
  for (let at = 0; at < source.length; ) {
    const piece = pieceAt(source, at);
    text += piece.text;
    at += piece.length;
  }
  return compiles(text, 'u') ? text : undefined;
}
