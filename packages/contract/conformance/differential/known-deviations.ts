import type { Json } from '../../src/model.js';
import type { Peer } from './ajv.js';
import type { Own, Verdict } from './own-codecs.js';

export interface Disagreement {
  readonly value: Json;
  readonly own: Own;
  readonly peer: Peer;
  readonly ours: Verdict;
  readonly theirs: Verdict;
}

/** Where ajv-formats leaves what the format's own document says, or has a format that is none. */
interface Deviation {
  readonly format: string;
  /** Who accepts the text. */
  readonly accepts: 'ours' | 'theirs';
  readonly text: RegExp;
  readonly reason: string;
}

const deviations: readonly Deviation[] = [
  {
    format: 'url',
    accepts: 'ours',
    text: /(?:)/,
    reason: 'JSON Schema has no format `url`, so that it says nothing',
  },
  {
    format: 'email',
    accepts: 'ours',
    text: /^[^@]+@[^@.]+$/,
    reason: 'a domain of one label is one (RFC 5321, 2.3.5); ajv-formats wants a dot',
  },
];

/** The value that a JSON pointer leads to. */
function at(value: Json, pointer: string): Json | undefined {
  let found: Json | undefined = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null) return undefined;
    found = Array.isArray(found) ? found[Number(key)] : (found as Readonly<Record<string, Json>>)[key];
  }
  return found;
}

/** What the two disagree about: a format, and the text that one of them refuses for it. */
export function formatOf({
  value,
  own,
  peer,
  ours,
  theirs,
}: Disagreement): { format: string; text: string } | undefined {
  // A format decides only where the verdicts are the same without any.
  if (own.checkWithoutFormats(value) !== peer.checkWithoutFormats(value)) return undefined;
  const { format, pointer } = ours.isValid ? theirs : ours;
  const text = at(value, pointer);
  return format === undefined
    ? undefined
    : { format, text: typeof text === 'string' ? text : JSON.stringify(text) };
}

/** Why the verdicts differ; undefined where nothing explains it. */
export function reasonOf(disagreement: Disagreement): string | undefined {
  const { peer } = disagreement;
  const found = formatOf(disagreement);
  if (found === undefined) return undefined;
  if (!peer.knows(found.format))
    return `ajv-formats has no \`${found.format}\`, so that any value passes there`;
  const accepts = disagreement.ours.isValid ? 'ours' : 'theirs';
  return deviations.find(
    (each) => each.format === found.format && each.accepts === accepts && each.text.test(found.text),
  )?.reason;
}
