/** A pattern that Python's `re` has no words for. */
export class UntranslatablePattern extends Error {}

/** ECMA-262 white space: `\s` of Python is less with ASCII on and more with it off. */
const space = String.raw`\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`;
const classes: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_', s: space };

function codePoint(hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

const surrogates = /^\\u[dD]([89abAB][\da-fA-F]{2})\\u[dD]([c-fC-F][\da-fA-F]{2})/;

/** An escape at the start of the text, as Python writes it, and how much of the text it is. */
function escapeOf(text: string, inClass: boolean): readonly [string, number] {
  const pair = surrogates.exec(text);
  if (pair !== null) {
    const high = Number.parseInt(`d${pair[1]}`, 16) - 0xd800;
    const low = Number.parseInt(`d${pair[2]}`, 16) - 0xdc00;
    return [codePoint((0x10000 + high * 0x400 + low).toString(16)), pair[0].length];
  }
  const numbered = /^\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2}))/.exec(text);
  if (numbered !== null)
    return [codePoint(numbered[1] ?? numbered[2] ?? numbered[3] ?? '0'), numbered[0].length];
  const control = /^\\c([A-Za-z])/.exec(text);
  if (control !== null) return [codePoint(((control[1]?.charCodeAt(0) ?? 0) % 32).toString(16)), 3];
  const named = /^\\k<([^>]*)>/.exec(text);
  if (named !== null) return [`(?P=${named[1]})`, named[0].length];
  const letter = text.charAt(1);
  if (/[pP]/.test(letter)) throw new UntranslatablePattern(`Python's re has no ${text.slice(0, 2)}{…}`);
  if (letter in classes) return [inClass ? (classes[letter] ?? '') : `[${classes[letter]}]`, 2];
  const negated = classes[letter.toLowerCase()];
  if (negated !== undefined && inClass)
    throw new UntranslatablePattern(`Python's re has no \\${letter} of ECMA-262 within a class`);
  if (negated !== undefined) return [`[^${negated}]`, 2];
  if (letter === '0') return ['\\x00', 2];
  if (letter === 'b' || letter === 'B') return [inClass ? '\\x08' : `\\${letter}`, 2];
  return [/[A-Za-z0-9]/.test(letter) || /[-^$\\.*+?()[\]{}|]/.test(letter) ? `\\${letter}` : letter, 2];
}

/** `[…]` at the start of the text. */
function classOf(text: string): readonly [string, number] {
  const anything = /^\[(?:\\s\\S|\\S\\s|\\d\\D|\\D\\d|\\w\\W|\\W\\w)\]/.exec(text);
  if (anything !== null) return ['[\\s\\S]', anything[0].length];
  const negated = text.startsWith('[^');
  let at = negated ? 2 : 1;
  let inner = '';
  while (at < text.length && text.charAt(at) !== ']') {
    if (text.charAt(at) === '\\') {
      const [escaped, length] = escapeOf(text.slice(at), true);
      inner += escaped;
      at += length;
    } else {
      // Python keeps `[`, `&&`, `||` and `~~` within a class for set operations.
      inner += text.charAt(at).replace(/[[&|~]/, '\\$&');
      at += 1;
    }
  }
  if (inner === '') return [negated ? '[\\s\\S]' : '(?!)', at + 1];
  return [`[${negated ? '^' : ''}${inner}]`, at + 1];
}

/**
 * An ECMA-262 pattern as Python's `re.search` takes it, matching the same texts: ASCII classes, `$` at the very end
 * alone, and `.` that stops at every line terminator. Error: UntranslatablePattern.
 */
export function pythonPattern(pattern: string): string {
  let translated = '(?a)';
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const group = /^\(\?<([^=!>][^>]*)>/.exec(rest);
    const [text, length] = rest.startsWith('\\')
      ? escapeOf(rest, false)
      : rest.startsWith('[')
        ? classOf(rest)
        : rest.startsWith('$')
          ? (['\\Z', 1] as const)
          : rest.startsWith('.')
            ? (['[^\\n\\r\\u2028\\u2029]', 1] as const)
            : group !== null
              ? ([`(?P<${group[1]}>`, group[0].length] as const)
              : ([rest.charAt(0), 1] as const);
    translated += text;
    at += length;
  }
  return translated;
}
