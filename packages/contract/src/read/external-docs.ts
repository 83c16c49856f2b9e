import type { ExternalDocs, Tag } from '../model.js';
import { defined, Fields } from './fields.js';
import type { Located } from './located.js';
import { fieldsOf, type Reading } from './reading.js';

/** Where a reader finds more. Without a URL it leads nowhere, which harms nothing but readers: told, and left out. */
export function readExternalDocs(fields: Fields): ExternalDocs | undefined {
  const map = fields.map('externalDocs');
  if (map === undefined) return undefined;
  const docs = new Fields(map, fields.diagnostics);
  docs.allow(['url', 'description'], 'warning');
  const url = docs.string('url');
  if (url === undefined || url.trim() === '') {
    const what = "'externalDocs' has no 'url'; it is left out";
    fields.diagnostics.warning('missing-field', docs.get('url')?.place ?? map.place, what);
    return undefined;
  }
  return { url, ...defined<Pick<ExternalDocs, 'description'>>({ description: docs.string('description') }) };
}

/** What a document says of its tags. */
export function readTags(reading: Reading, nodes: readonly Located[]): Tag[] {
  return nodes.flatMap((node) => {
    const fields = fieldsOf(reading, node, 'a tag');
    const name = fields?.require('name') === undefined ? undefined : fields.string('name');
    if (fields === undefined || name === undefined) return [];
    fields.allow(['name', 'description', 'externalDocs'], 'warning');
    const description = fields.string('description');
    const externalDocs = readExternalDocs(fields);
    return [{ name, ...defined<Omit<Tag, 'name'>>({ description, externalDocs }) }];
  });
}
