/** `name` is an attribute's name or a keyword, `nameKey` a `#name`, `valueKey` a `:value`; `end` ends the text. */
export type TokenKind = 'name' | 'nameKey' | 'valueKey' | 'index' | 'symbol' | 'unknown' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const lexeme =
  /\s*(?:(?<name>[A-Za-z]\w*)|(?<nameKey>#\w+)|(?<valueKey>:\w+)|(?<index>\d+)|(?<symbol><>|<=|>=|[=<>()[\],.+-])|(?<unknown>\S))/guy;

/** Splits an expression; the last token is `end`. A character that begins no token is an `unknown` token by itself. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(lexeme)) {
    const [kind, lexis] = Object.entries(match.groups ?? {}).find(([, each]) => each !== undefined) ?? [];
    if (kind === undefined || lexis === undefined) continue;
    const end = match.index + match[0].length;
    tokens.push({ kind: kind as TokenKind, text: lexis, start: end - lexis.length, end });
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: text.length, end: text.length });
  return tokens;
}
