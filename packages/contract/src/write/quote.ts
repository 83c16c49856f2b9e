/** ASCII that stands for itself within quotes. */
const plain = /^[ !#-[\]-~]*$/;

/** A string literal that is the text and nothing else, whatever the text is. */
export function quote(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  const literal = JSON.stringify(text);
  return /[\u2028\u2029]/.test(literal)
    ? literal.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
    : literal;
}

const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** A property name in a type or an object literal. `__proto__` is quoted in brackets: bare, it would set the prototype. */
export function propertyKey(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return identifier.test(name) ? name : quote(name);
}

const special = /__proto__|[\u2028\u2029]/;

/**
 * An expression for data, whatever names its members have. Only a member's name stands in quotes that are not escaped
 * and before a colon.
 */
export function dataText(data: unknown): string {
  const text = JSON.stringify(data);
  if (!special.test(text)) return text;
  return text
    .replaceAll(/(?<!\\)"__proto__":/g, '["__proto__"]:')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** An expression that reads a property. */
export function propertyAccess(object: string, name: string): string {
  return identifier.test(name) ? `${object}.${name}` : `${object}[${quote(name)}]`;
}

/** The same of an object of any members, which `noPropertyAccessFromIndexSignature` wants read so. */
export function memberAccess(object: string, name: string): string {
  return `${object}[${quote(name)}]`;
}

const lineBreak = /\r\n|[\n\r\u2028\u2029]/;

/** A JSDoc comment; no text can end it. */
export function comment(lines: readonly (string | undefined)[], indent = ''): string {
  const text: string[] = [];
  for (const each of lines) {
    if (each === undefined) continue;
    const trimmed = each.trim();
    for (const line of lineBreak.test(trimmed) ? trimmed.split(lineBreak) : [trimmed])
      text.push(line.replaceAll('*/', '*\\/').trimEnd());
  }
  if (text.length === 0) return '';
  if (text.length === 1) return `${indent}/** ${text[0]} */\n`;
  return `${indent}/**\n${text.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`;
}
