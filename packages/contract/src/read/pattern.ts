/** What ECMA-262 lets an escape stand before under the `u` flag, besides syntax characters. */
const classEscapes = /[bBcdDfknpPrsStuvwWxX0-9]/;
const syntaxCharacter = /[\^$\\.*+?()[\]{}|/]/;

function compiles(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

/** The text after a backslash inside `[…]` or outside; needless escapes lose their backslash. */
function escaped(next: string, inClass: boolean): string {
  if (classEscapes.test(next) || syntaxCharacter.test(next) || (inClass && next === '-')) return `\\${next}`;
  return next;
}

const setEscape = /^\\[dDsSwW]$/;

/** `[\w-.]` has a hyphen that bounds no range: it is written `\-`. */
function plainHyphens(members: readonly string[]): string[] {
  return members.map((member, index) => {
    const [before = '', after = ''] = [members[index - 1], members[index + 1]];
    return member === '-' && (setEscape.test(before) || setEscape.test(after)) ? '\\-' : member;
  });
}

function* membersOf(source: string, start: number): Generator<string> {
  for (let at = start; at < source.length && source[at] !== ']'; at++) {
    if (source[at] === '\\') yield escaped(source[++at] ?? '', true);
    else yield source[at] ?? '';
  }
}

function endOfClass(source: string, start: number): number {
  let at = start;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at;
}

/** Braces that bound no quantifier stand for themselves without the `u` flag (ECMA-262, B.1.2). */
const quantifier = /\{\d+(,\d*)?\}/y;

function brace(source: string, at: number): string {
  quantifier.lastIndex = at;
  return quantifier.exec(source)?.[0] ?? '\\{';
}

function rewritten(source: string): string {
  let text = '';
  for (let at = 0; at < source.length; at++) {
    const char = source[at] ?? '';
    if (char === '\\') {
      const next = source[++at] ?? '';
      text += escaped(next, false);
      // \u{…}, \p{…}, \k<…> keep what follows.
      const rest = /^[pPu]$/.test(next) ? (/^\{[^}]*\}/.exec(source.slice(at + 1))?.[0] ?? '') : '';
      text += rest;
      at += rest.length;
    } else if (char === '[') {
      const negated = source[at + 1] === '^' ? '^' : '';
      const start = at + 1 + negated.length;
      text += `[${negated}${plainHyphens([...membersOf(source, start)]).join('')}]`;
      at = endOfClass(source, start);
    } else if (char === '{') {
      const text1 = brace(source, at);
      text += text1;
      at += text1 === '\\{' ? 0 : text1.length - 1;
    } else text += char === '}' || char === ']' ? `\\${char}` : char;
  }
  return text;
}

/**
 * A pattern that compiles with the `u` flag and means what the given one means without it (ECMA-262, Annex B.1.2):
 * `\_`, `[\w-.]` and lone braces are what most engines take. Undefined where there is none.
 */
export function unicodePattern(source: string): string | undefined {
  if (compiles(source)) return source;
  try {
    new RegExp(source);
  } catch {
    return undefined;
  }
  const repaired = rewritten(source);
  return compiles(repaired) ? repaired : undefined;
}
