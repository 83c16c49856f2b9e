import type { ExternalDocs } from '../model.js';

/** A text that a JSDoc tag has as its whole line: a line break would begin another one. */
export function inLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** The JSDoc line that leads to further reading: a link with its text where the two can be told apart. */
export function seeTag(docs: ExternalDocs | undefined): string | undefined {
  if (docs === undefined) return undefined;
  const url = inLine(docs.url);
  const text = inLine(docs.description ?? '');
  if (text === '') return `@see ${url}`;
  // The address of a `{@link}` ends at a space or a bar, the link at a brace.
  const isLink = /^https?:\/\/[^\s{}|]+$/.test(url) && !/[{}]/.test(text);
  return isLink ? `@see {@link ${url} ${text}}` : `@see ${url} ${text}`;
}
