const wordCharacter = /\w/;

function mentionsIn(line: string, variable: string): boolean {
  for (let at = line.indexOf(variable); at !== -1; at = line.indexOf(variable, at + 1)) {
    const [before, after] = [line.charAt(at - 1), line.charAt(at + variable.length)];
    if (!wordCharacter.test(before) && !wordCharacter.test(after)) return true;
  }
  return false;
}

/** Whether one of the lines from an index on names the variable. */
export function mentions(lines: readonly string[], from: number, variable: string): boolean {
  for (let at = from; at < lines.length; at++) if (mentionsIn(lines[at] ?? '', variable)) return true;
  return false;
}
