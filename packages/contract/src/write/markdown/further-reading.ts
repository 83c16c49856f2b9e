import type { ExternalDocs } from '../../model.js';

/**
 * A link to further reading, for a table's cell too; nothing for what is no address of the web. Within angle brackets
 * an address may have any parentheses (CommonMark, 6.3).
 */
export function furtherReading(docs: ExternalDocs | undefined): string {
  if (docs === undefined || !/^https?:\/\/[^\s<>]+$/i.test(docs.url)) return '';
  const text = (docs.description ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\[\]|]/g, '\\$&')
    .replaceAll('<', '&lt;');
  return `[${text || 'more'}](<${docs.url.replaceAll('\\', '%5C').replaceAll('|', '%7C')}>)`;
}
