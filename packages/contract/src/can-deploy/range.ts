import { compareVersions, parseVersion, type Version } from './version.js';

type Test = (version: Version) => boolean;

/** A version of which the end may be missing: `1`, `1.2`, `1.x`, `*`. */
const partial = /^v?(\d+|[xX*])?(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-([0-9A-Za-z.-]+))?(?:\+\S+)?$/;

interface Partial {
  readonly lowest: Version;
  /** How many of major, minor and patch are given. */
  readonly given: number;
}

function parsePartial(text: string): Partial | undefined {
  const parts = partial.exec(text);
  if (parts === null || text === '') return undefined;
  const given = parts.slice(1, 4).findIndex((each) => each === undefined || /[xX*]/.test(each));
  const count = given < 0 ? 3 : given;
  const number = (index: number) => (index < count ? Number(parts[index + 1]) : 0);
  const prerelease = count === 3 ? (parts[4]?.split('.') ?? []) : [];
  return { lowest: { numbers: [number(0), number(1), number(2)], prerelease }, given: count };
}

/** The first version that is no longer below the same first `count` numbers. */
function after({ numbers: [major, minor, patch] }: Version, count: number): Version {
  const numbers = [
    [0, 0, 0],
    [major + 1, 0, 0],
    [major, minor + 1, 0],
    [major, minor, patch + 1],
  ][count] as [number, number, number];
  // `-0` comes before every prerelease, which must not slip in below the bound.
  return { numbers, prerelease: ['0'] };
}

function between(low: Version, high: Version | undefined): Test {
  return (version) =>
    compareVersions(version, low) >= 0 && (high === undefined || compareVersions(version, high) < 0);
}

/** How many leading numbers a caret keeps: up to the first that is not zero. */
function caretCount({ lowest, given }: Partial): number {
  const first = lowest.numbers.findIndex((each) => each > 0) + 1;
  return first === 0 || first > given ? given : first;
}

function comparator(text: string): Test | undefined {
  const [, operator = '', rest = ''] = /^(\^|~>?|>=|<=|>|<|=)?(.*)$/.exec(text) ?? [];
  const parsed = parsePartial(rest);
  if (parsed === undefined) return undefined;
  const { lowest, given } = parsed;
  if (given === 0) return operator === '<' || operator === '>' ? () => false : () => true;
  const end = after(lowest, given);
  if (operator === '^') return between(lowest, after(lowest, caretCount(parsed)));
  if (operator.startsWith('~')) return between(lowest, after(lowest, Math.min(given, 2)));
  if (operator === '>=') return between(lowest, undefined);
  if (operator === '<') return (version) => compareVersions(version, lowest) < 0;
  if (operator === '>')
    return (version) =>
      given === 3 ? compareVersions(version, lowest) > 0 : compareVersions(version, end) >= 0;
  if (operator === '<=')
    return (version) =>
      given === 3 ? compareVersions(version, lowest) <= 0 : compareVersions(version, end) < 0;
  return given === 3 ? (version) => compareVersions(version, lowest) === 0 : between(lowest, end);
}

function conjunction(text: string): readonly Test[] | undefined {
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(text);
  const parts =
    hyphen === null
      ? text.replaceAll(/(\^|~>?|>=|<=|>|<|=)\s+/g, '$1').split(/\s+/)
      : [`>=${hyphen[1]}`, `<=${hyphen[2]}`];
  const tests = parts.map((part) => comparator(part === '' ? '*' : part));
  return tests.includes(undefined) ? undefined : (tests as Test[]);
}

/**
 * Whether a version is in an npm range (https://docs.npmjs.com/cli/v11/using-npm/semver#ranges). A prerelease is in a
 * range only where the range names a prerelease of the same numbers. Undefined when the range cannot be read: a tag, a
 * path, an address.
 */
export function inRange(version: string, range: string): boolean | undefined {
  const parsed = parseVersion(version);
  const alternatives = range.split('||').map((text) => ({ text, tests: conjunction(text.trim()) }));
  if (parsed === undefined || alternatives.some(({ tests }) => tests === undefined)) return undefined;
  const core = parsed.numbers.join('.');
  return alternatives.some(({ text, tests }) => {
    if (parsed.prerelease.length > 0 && !text.includes(`${core}-`)) return false;
    return tests?.every((each) => each(parsed)) ?? false;
  });
}
