const wordCharacter = /\w/;

function mentionsIn(line: string, variable: string): boolean {
  for (let at = line.indexOf(variable); at !== -1; at = line.indexOf(variable, at + 1)) {
    const [before, after] = [line.charAt(at - 1), line.charAt(at + variable.length)];
    if (!wordCharacter.test(before) && !wordCharacter.test(after)) return true;
  }
  return false;
}

/**
 * Lines that are printed in order. What turns out to hold nothing is taken back, so that no lines are printed aside and
 * copied at every level.
 */
export class Statements {
  readonly lines: string[] = [];
  /** For each block and variable that is open the number of lines down to its own; 0 where it has none. */
  readonly #open: number[] = [];

  push(...lines: readonly string[]): void {
    for (const line of lines) this.lines.push(line);
  }

  /** Begins a block; without a head it is part of the one around it. */
  begin(head?: string): void {
    this.#open.push(head === undefined ? 0 : this.lines.push(head));
  }

  /** Ends the block that was begun last, or takes it back where nothing has been printed in it; the head that stays. */
  end(): string | undefined {
    const inner = this.#open.pop() ?? 0;
    if (inner === 0) return undefined;
    const head = this.lines[inner - 1];
    if (this.lines.length > inner) {
      this.lines.push('}');
      return head;
    }
    this.lines.pop();
    return undefined;
  }

  declare(variable: string, value: string): void {
    this.#open.push(this.lines.push(`const ${variable} = ${value};`));
  }

  /** Takes the declaration back where nothing that has been printed since names the variable. */
  endUse(variable: string): void {
    const inner = this.#open.pop() ?? 0;
    for (let at = inner; at < this.lines.length; at++) if (mentionsIn(this.lines[at] ?? '', variable)) return;
    this.lines.splice(inner - 1, 1);
  }
}
