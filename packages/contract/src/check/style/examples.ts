import type { MediaType, Schema } from '../../model.js';
import { type Rule, routeOf } from './rule.js';

/** Whether the schema, or what it refers to, says what a value of it looks like. */
function hasExample(schema: Schema | undefined, seen = new Set<Schema>()): boolean {
  if (schema === undefined || seen.has(schema)) return false;
  seen.add(schema);
  const { examples = [], const: constant, ref } = schema;
  if (examples.length > 0 || constant !== undefined || schema.default !== undefined) return true;
  if (hasExample(ref, seen)) return true;
  const alternatives = schema.oneOf ?? schema.anyOf ?? [];
  return alternatives.length > 0 && alternatives.every((each) => hasExample(each, seen));
}

/** Bytes have no example that anybody could read. */
function isReadable({ mediaType }: MediaType): boolean {
  return /^text\/|[/+]json|^application\/x-www-form-urlencoded/.test(mediaType);
}

export const checkExamples: Rule = ({ contract, diagnostics }) => {
  const told = new Set<string>();
  for (const operation of contract.operations) {
    const { requestBody, responses } = operation;
    const successes = responses.filter(({ status }) => status.startsWith('2'));
    const bodies = [
      ['request', requestBody?.content ?? []],
      ...successes.map(({ status, content }) => [status, content] as const),
    ] as const;
    for (const [name, content] of bodies) {
      for (const media of content.filter(isReadable)) {
        if (media.examples.length > 0 || hasExample(media.schema)) continue;
        const key = `${media.place.file}#${media.place.pointer}`;
        if (told.has(key)) continue;
        told.add(key);
        const what = `the ${name} body of ${routeOf(operation)} has no example as ${media.mediaType}`;
        diagnostics.warning('missing-example', media.place, what);
      }
    }
  }
};
