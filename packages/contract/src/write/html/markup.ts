import type { ExternalDocs } from '../../model.js';

/** Text that is HTML already; everything else is escaped where it goes into a page. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as text and within quoted attributes. Characters that HTML does not take become U+FFFD, as parsers have it. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
    .replaceAll(/(?![\t\n\r])\p{Cc}/gu, '\ufffd');
}

function textOf(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return escapeHtml(String(content));
}

/** HTML with its values escaped, unless they are Markup themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.map((part, index) => part + textOf(values[index])).join(''));
}

/** An `id` for any name: what is no letter or digit is written as its code point, so that no two names share one. */
export function anchor(kind: string, name: string): string {
  const safe = Array.from(name, (character) =>
    /[A-Za-z0-9-]/.test(character) ? character : `_${(character.codePointAt(0) ?? 0).toString(16)}_`,
  );
  return `${kind}-${safe.join('')}`;
}

/** Where to read on; what is no address of the web is text, since a link could run code. */
export function furtherReading(docs: ExternalDocs | undefined): Markup | undefined {
  if (docs === undefined) return undefined;
  const text = docs.description?.trim() || docs.url;
  if (!/^https?:\/\//i.test(docs.url))
    return html`<p>More: ${text === docs.url ? '' : `${text}, `}<code>${docs.url}</code></p>`;
  return html`<p>More: <a href="${docs.url}" rel="noreferrer">${text}</a></p>`;
}

/** A description: paragraphs, `code` and addresses of CommonMark; all else stays as it is written. */
export function prose(text: string | undefined): Markup | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const paragraphs = text.trim().split(/\n\s*\n/);
  return new Markup(paragraphs.map((each) => html`<p>${inline(each)}</p>`.text).join('\n'));
}

function inline(text: string): Markup[] {
  return text.split(/(`[^`]+`|https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?])/).map((part, index) => {
    if (index % 2 === 0) return html`${part}`;
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    return html`<a href="${part}" rel="noreferrer">${part}</a>`;
  });
}
