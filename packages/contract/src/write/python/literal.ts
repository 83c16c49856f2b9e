import type { Json } from '../../model.js';

/** A Python string literal that is the text and nothing else: JSON's escapes are Python's too. */
export function pyString(text: string): string {
  // Lone surrogates are escaped by JSON.stringify already; what a terminal would hide is escaped here.
  return JSON.stringify(text).replaceAll(/[\x7f-\x9f\u2028\u2029\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A Python literal of a JSON value. */
export function pyLiteral(value: Json, indent = ''): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pyString(value);
  if (typeof value === 'number') return String(value);
  const inner = `${indent}    `;
  const parts = Array.isArray(value)
    ? value.map((each) => pyLiteral(each, inner))
    : Object.entries(value).map(([key, each]) => `${pyString(key)}: ${pyLiteral(each as Json, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const flat = `${open}${parts.join(', ')}${close}`;
  if (flat.length <= 90 && !flat.includes('\n')) return flat;
  return `${open}\n${parts.map((each) => `${inner}${each},\n`).join('')}${indent}${close}`;
}

/** The docstring of a class or function. */
export function docstring(parts: readonly (string | undefined)[], indent: string): string {
  const text = parts.filter((each) => each !== undefined && each.trim() !== '').join('\n\n');
  return text === '' ? '' : `${indent}${pyString(text.trim())}\n`;
}
