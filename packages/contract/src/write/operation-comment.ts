import type { Operation } from '../model.js';
import { comment } from './quote.js';
import { inLine, seeTag } from './see-tag.js';

/** What editors and TypeDoc show of an operation: its texts, its route, its tags as categories, where to read on. */
export function operationComment(operation: Operation, indent = ''): string {
  const { summary, description, method, path, tags, deprecated, externalDocs, place } = operation;
  const categories = tags.map(inLine).filter((tag) => tag !== '');
  return comment(
    [
      summary,
      description,
      `\`${method.toUpperCase()} ${path}\``,
      ...categories.map((tag) => `@category ${tag}`),
      deprecated ? '@deprecated' : undefined,
      seeTag(externalDocs),
      `@see ${place.file}:${place.line}`,
    ],
    indent,
  );
}
