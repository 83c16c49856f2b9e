const wordCharacter = /\w/;

function mentionsIn(line: string, variable: string): boolean {
  for (let at = line.indexOf(variable); at !== -1; at = line.indexOf(variable, at + 1)) {
    const [before, after] = [line.charAt(at - 1), line.charAt(at + variable.length)];
    if (!wordCharacter.test(before) && !wordCharacter.test(after)) return true;
  }
  return false;
}

/** Whether a variable is part of printed lines. */
export function mentions(lines: readonly string[], variable: string): boolean {
  return lines.some((line) => mentionsIn(line, variable));
}
