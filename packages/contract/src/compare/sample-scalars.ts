import type { Json, Schema } from '../model.js';
import { tightest } from './effective-schema.js';
import { examplesOf } from './patterns.js';

const byFormat: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  time: '12:00:00Z',
  duration: 'P1D',
  email: 'a@example.com',
  'idn-email': 'a@example.com',
  hostname: 'example.com',
  'idn-hostname': 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/a',
  'uri-reference': '/a',
  iri: 'https://example.com/a',
  'iri-reference': '/a',
  uuid: '6f1c2a50-2d0e-4d0b-9d7e-1c52d2a0a001',
  'json-pointer': '/a',
  regex: '^a$',
  byte: 'YQ==',
};

/** Texts that patterns of all kinds are likely to take. */
const texts = ['a', 'A', '1', 'ab', 'a-b', 'a b', 'AB-1', 'a1', '2026-01-31', 'a@example.com', '-', '_', 'é'];

const longest = 10_000;

/** Strings at the limits of either side, of either format, and likely ones. */
export function sampleStrings(mine: readonly Schema[], theirs: readonly Schema[]): string[] {
  const all = [...mine, ...theirs];
  const formats = all.flatMap((atom) => byFormat[atom.format ?? ''] ?? []);
  const limits = [mine, theirs].flatMap((atoms) => [
    tightest(atoms, 'minLength', Math.max) ?? 1,
    tightest(atoms, 'maxLength', Math.min) ?? 1,
  ]);
  const lengths = limits
    .flatMap((limit) => [limit - 1, limit, limit + 1])
    .filter((each) => each >= 0 && each <= longest);
  const sized = lengths.flatMap((length) => ['a', '1', 'A'].map((letter) => letter.repeat(length)));
  const patterns = (atoms: readonly Schema[]) => atoms.flatMap((atom) => atom.pattern ?? []);
  const matching = patterns(mine).flatMap((each) => examplesOf(each, patterns(theirs)));
  return [...new Set([...matching, ...formats, ...texts, ...sized, ''])];
}

/** Numbers at and beside the limits of either side. */
export function sampleNumbers(mine: readonly Schema[], theirs: readonly Schema[]): number[] {
  const limits = [...mine, ...theirs].flatMap((atom) =>
    [atom.minimum, atom.maximum, atom.exclusiveMinimum, atom.exclusiveMaximum].filter(
      (each) => each !== undefined,
    ),
  );
  const steps = [...mine, ...theirs].flatMap((atom) => atom.multipleOf ?? []);
  const near = limits.flatMap((limit) => [limit, limit - 1, limit + 1, limit - 0.5, limit + 0.5]);
  const multiples = steps.flatMap((step) => [step, 2 * step, 3 * step, -step]);
  const wide = [2 ** 31, -(2 ** 31) - 1, 2 ** 53];
  return [...new Set([1, 0, -1, 1.5, ...near, ...multiples, ...wide])];
}

/** Values that the schemas themselves give. */
export function givenValues(atoms: readonly Schema[]): Json[] {
  return atoms.flatMap((atom) => [
    ...(atom.const === undefined ? [] : [atom.const.value]),
    ...(atom.enum ?? []),
    ...(atom.default === undefined ? [] : [atom.default.value]),
    ...(atom.examples ?? []),
  ]);
}
