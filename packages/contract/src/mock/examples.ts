import type { Document } from '../check/document.js';
import type { Json, Place } from '../model.js';
import { type Located, toJson } from '../read/located.js';

/** The name that an `example` without one goes by. */
export const unnamed = '';

function exampleValue(node: Located, document: Document): Located | undefined {
  const example = document.follow(node);
  return example?.kind === 'map' ? example.entries.get('value') : undefined;
}

/** The examples of a media type, a parameter or a header by their names, with their places. */
export function locatedExamples(place: Place, document: Document): ReadonlyMap<string, Located> {
  const found = new Map<string, Located>();
  const single = document.field(place, 'example');
  if (single !== undefined) found.set(unnamed, single);
  const named = document.field(place, 'examples');
  if (named?.kind !== 'map') return found;
  for (const [name, node] of named.entries) {
    const value = exampleValue(node, document);
    if (value !== undefined) found.set(name, value);
  }
  return found;
}

/** The values of the examples by their names. */
export function examplesAt(place: Place, document: Document): ReadonlyMap<string, Json> {
  return new Map(Array.from(locatedExamples(place, document), ([name, node]) => [name, toJson(node)]));
}
