import type { Document } from '../check/document.js';
import type { Json, Place } from '../model.js';
import { type Located, toJson } from '../read/located.js';

/** The name that an `example` without one goes by. */
export const unnamed = '';

function exampleValue(node: Located, document: Document): Located | undefined {
  const example = document.follow(node);
  return example?.kind === 'map' ? example.entries.get('value') : undefined;
}

/** The examples of a media type, a parameter or a header by their names, as written. */
export function examplesAt(place: Place, document: Document): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  const single = document.field(place, 'example');
  if (single !== undefined) found.set(unnamed, toJson(single));
  const named = document.field(place, 'examples');
  if (named?.kind !== 'map') return found;
  for (const [name, node] of named.entries) {
    const value = exampleValue(node, document);
    if (value !== undefined) found.set(name, toJson(value));
  }
  return found;
}
