import { malformed } from './malformed.js';

/** `name` is a bare word, `quoted` a name in double quotes, `string` a text in single quotes. */
export type TokenKind = 'name' | 'quoted' | 'string' | 'number' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Without quotes. */
  readonly text: string;
}

const lexeme =
  /\s*(?:(?<name>[A-Za-z_$][\w$]*)|"(?<quoted>(?:[^"]|"")+)"|'(?<string>(?:[^']|'')*)'|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<symbol><<|>>|<>|<=|>=|!=|[=<>()[\]{},:.*?+-]))/uy;

/** Splits a statement; the last token is `end`. Errors: ValidationException at a character that begins no token. */
export function tokenize(statement: string): readonly Token[] {
  const text = statement.trimEnd();
  const tokens: Token[] = [];
  lexeme.lastIndex = 0;
  while (lexeme.lastIndex < text.length) {
    const at = lexeme.lastIndex;
    const match = lexeme.exec(text);
    if (match === null) throw malformed(`Unexpected character: ${text.slice(at).trimStart().charAt(0)}`);
    const [kind, lexis] = Object.entries(match.groups ?? {}).find(([, each]) => each !== undefined) ?? [];
    tokens.push(token(kind as TokenKind, lexis ?? ''));
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

/** A quote inside a quoted text is written twice. */
function token(kind: TokenKind, text: string): Token {
  if (kind === 'quoted') return { kind, text: text.replaceAll('""', '"') };
  if (kind === 'string') return { kind, text: text.replaceAll("''", "'") };
  return { kind, text };
}
