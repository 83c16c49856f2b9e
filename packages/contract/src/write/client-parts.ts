/** What a client's operations are made of, in the order in which it is printed. */
export type ClientPart = TypePart | FormatPart | ClientFunction;

interface TypePart {
  readonly kind: 'type';
  readonly text: string;
}

/** What the runtime knows of an operation. */
interface FormatPart {
  readonly kind: 'format';
  readonly name: string;
  /** An object literal without types. */
  readonly value: string;
}

/** A function that takes a client, a request and options. */
export interface ClientFunction {
  readonly kind: 'function' | 'async function*';
  readonly name: string;
  /** Its comment. */
  readonly about: string;
  /** The type of its request, which may be left out unless it is needed. */
  readonly request: string;
  readonly needsRequest: boolean;
  readonly result: string;
  /** Statements: of types they have the arguments of `call`, and that of the variable `next`. */
  readonly body: string;
}

export function isFunction(part: ClientPart): part is ClientFunction {
  return part.kind !== 'type' && part.kind !== 'format';
}

/** TypeScript in one file, or what the type checker reads fastest: JavaScript and its declarations. */
export type Language = 'typed' | 'declared' | 'plain';

export function aliasOf(name: string, text: string): TypePart {
  return { kind: 'type', text: `export type ${name} =${text.startsWith('\n') ? text : ` ${text}`};\n` };
}

function functionText(part: ClientFunction, language: Language): string {
  const { kind, name, about, request, needsRequest, result, body } = part;
  if (language === 'declared')
    return `${about}export declare function ${name}(
  client: runtime.Client,
  request${needsRequest ? '' : '?'}: ${request},
  options?: runtime.CallOptions,
): ${result};
`;
  const missing = needsRequest ? '' : ' = {}';
  if (language === 'plain') {
    const code = body
      .replace(/\bcall<\w+>\(/, 'call(')
      .replace('let next: string | null | undefined =', 'let next =');
    return `export ${kind} ${name}(client, request${missing}, options = {}) {\n${code}}\n`;
  }
  return `${about}export ${kind} ${name}(
  client: runtime.Client,
  request: ${request}${missing},
  options: runtime.CallOptions = {},
): ${result} {
${body}}
`;
}

function textOf(part: ClientPart, language: Language): string {
  if (part.kind === 'type') return language === 'plain' ? '' : part.text;
  if (isFunction(part)) return functionText(part, language);
  if (language === 'declared') return '';
  return `const ${part.name}${language === 'typed' ? ': runtime.OperationFormat' : ''} = ${part.value};\n`;
}

export function partsText(parts: readonly ClientPart[], language: Language): string {
  const texts = parts.map((part) => textOf(part, language));
  return texts.filter((text) => text !== '').join('\n');
}
