/**
 * A predicate for EventBridge's `wildcard`: `*` stands for any characters, none included; `\*` and `\\` are literal.
 * Error: SyntaxError with AWS's own words, for two `*` in a row and for other escapes.
 */
export function compileWildcard(pattern: string): (text: string) => boolean {
  const parts = literalParts(pattern);
  return (text) => matchesParts(text, parts);
}

function literalParts(pattern: string): string[] {
  const parts = [''];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '*') {
      if (pattern[at + 1] === '*') throw new SyntaxError(`Consecutive wildcard characters at pos ${at}`);
      parts.push('');
      continue;
    }
    if (character === '\\' && !['*', '\\'].includes(pattern.charAt(++at))) {
      throw new SyntaxError(`Invalid escape character at pos ${at - 1}`);
    }
    parts[parts.length - 1] += pattern.charAt(at);
  }
  return parts;
}

/** The first part is anchored at the start, the last one at the end, the leftmost place serves each one between. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  if (parts.length === 1) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts[parts.length - 1] ?? '';
  return text.length - last.length >= at && text.endsWith(last);
}
