import { Alphabet } from '../check/patterns/alphabet.js';
import { parseRegex, type Regex } from '../check/patterns/parse-regex.js';
import { matchesPattern } from '../matches-pattern.js';
import type { Schema } from '../model.js';
import type { Random } from './random.js';

const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'harbour'] as const;

function word(random: Random): string {
  return random.pick(words);
}

function hex(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.between(0, 15).toString(16)).join('');
}

/** A moment of 2026. */
function moment(random: Random): Date {
  return new Date(Date.UTC(2026, 0, 1) + random.between(0, 365 * 24 * 3600 - 1) * 1000);
}

function uuid(random: Random): string {
  const variant = random.pick(['8', '9', 'a', 'b']);
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${variant}${hex(random, 3)}-${hex(random, 12)}`;
}

/** Values of the formats of JSON Schema and OpenAPI; names and addresses are those that are kept for examples (RFC 2606, 5737, 3849). */
const formats: Readonly<Record<string, (random: Random) => string>> = {
  date: (random) => moment(random).toISOString().slice(0, 10),
  'date-time': (random) => moment(random).toISOString().replace('.000', ''),
  time: (random) => `${moment(random).toISOString().slice(11, 19)}Z`,
  duration: (random) => `P${random.between(1, 30)}D`,
  email: (random) => `${word(random)}@example.com`,
  'idn-email': (random) => `${word(random)}@example.com`,
  hostname: (random) => `${word(random)}.example.com`,
  'idn-hostname': (random) => `${word(random)}.example.com`,
  ipv4: (random) => `192.0.2.${random.between(1, 254)}`,
  ipv6: (random) => `2001:db8::${random.between(1, 0xffff).toString(16)}`,
  uri: (random) => `https://example.com/${word(random)}`,
  iri: (random) => `https://example.com/${word(random)}`,
  'uri-reference': (random) => `/${word(random)}`,
  'iri-reference': (random) => `/${word(random)}`,
  'uri-template': (random) => `/${word(random)}/{id}`,
  uuid,
  'json-pointer': (random) => `/${word(random)}`,
  'relative-json-pointer': (random) => `0/${word(random)}`,
  byte: (random) => Buffer.from(word(random)).toString('base64'),
  regex: (random) => `^${word(random)}$`,
  password: (random) => `secret-${hex(random, 8)}`,
};

/** Writes text that a pattern matches; look-arounds are left to chance. */
class Matching {
  readonly #alphabet: Alphabet;
  readonly #random: Random;

  constructor(pattern: string, random: Random) {
    this.#alphabet = new Alphabet(pattern);
    this.#random = random;
  }

  /** Repetitions are up to `more` times longer than they have to be. */
  write(regex: Regex, more: number): string {
    if (regex.kind === 'assertion') return '';
    if (regex.kind === 'character') {
      const [first, ...others] = this.#alphabet.members(regex.source);
      return first === undefined ? '' : this.#random.pick([first, ...others]);
    }
    if (regex.kind === 'sequence') return regex.parts.map((part) => this.write(part, more)).join('');
    if (regex.kind === 'choice') {
      const [first, ...others] = regex.parts;
      return first === undefined ? '' : this.write(this.#random.pick([first, ...others]), more);
    }
    const count = Math.min(regex.max, regex.min + this.#random.between(0, more));
    return Array.from({ length: count }, () => this.write(regex.part, more)).join('');
  }
}

interface Lengths {
  readonly least: number;
  readonly most: number;
}

function fits(text: string, { least, most }: Lengths): boolean {
  const length = Array.from(text).length;
  return length >= least && length <= most;
}

const tries = 400;

/** Undefined when no try was long enough, short enough and matched. */
function fromPattern(pattern: string, lengths: Lengths, random: Random): string | undefined {
  const matching = new Matching(pattern, random);
  const regex = parseRegex(pattern);
  for (let attempt = 0; attempt < tries; attempt++) {
    // Longer and longer: most patterns are met by little, and some have a least length beside them.
    const text = matching.write(regex, Math.ceil((attempt * Math.max(lengths.least, 8)) / tries));
    const padded = matchesPattern(pattern, '') === true && text === '' ? plain(lengths, random) : text;
    if (fits(padded, lengths) && matchesPattern(pattern, padded) === true) return padded;
  }
  return undefined;
}

function plain({ least, most }: Lengths, random: Random): string {
  let text = word(random);
  while (text.length < least) text += ` ${word(random)}`;
  return text.slice(0, Math.min(most, Math.max(least, text.length)));
}

/** A string by format, pattern and lengths; undefined where nothing was found that fits. */
export function makeString(schema: Schema, random: Random): string | undefined {
  const { format = '', pattern, minLength = 0, maxLength = Infinity } = schema;
  const lengths = { least: minLength, most: maxLength };
  if (pattern !== undefined) return fromPattern(pattern, lengths, random);
  const make = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (make === undefined) return plain(lengths, random);
  const made = make(random);
  if (fits(made, lengths)) return made;
  const missing = minLength - made.length;
  if (missing <= 0) return undefined;
  if (format === 'byte')
    return Buffer.from('a'.repeat(minLength))
      .toString('base64')
      .slice(0, Math.ceil(minLength / 4) * 4);
  if (/email/.test(format)) return `${'a'.repeat(missing)}${made}`;
  return /uri|iri|pointer|password/.test(format) ? made + 'a'.repeat(missing) : undefined;
}
