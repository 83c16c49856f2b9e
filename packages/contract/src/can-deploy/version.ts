/** A version of Semantic Versioning 2.0.0, without its build metadata, which says nothing about order. */
export interface Version {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  readonly prerelease: readonly string[];
}

const pattern = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

export function parseVersion(text: string): Version | undefined {
  const parts = pattern.exec(text.trim());
  if (parts === null) return undefined;
  const [, major, minor, patch, prerelease] = parts;
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    prerelease: prerelease?.split('.') ?? [],
  };
}

/** Semantic Versioning 2.0.0, 11.4: numbers by value and below words, words by ASCII, fewer fields below more. */
function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (left === right) continue;
    const [leftNumber, rightNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (leftNumber && rightNumber) return Number(left) - Number(right);
    if (leftNumber !== rightNumber) return leftNumber ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

/** Negative when `a` comes before `b`, 0 when they are alike in order. */
export function compareVersions(a: Version, b: Version): number {
  for (const [index, left] of a.numbers.entries()) {
    const order = left - (b.numbers[index] ?? 0);
    if (order !== 0) return order;
  }
  return Math.sign(comparePrerelease(a.prerelease, b.prerelease));
}

/**
 * Whether a contract keeps what an earlier one promised: the same major version (below 1.0.0 the same minor one), and
 * not older.
 */
export function keeps(provided: string, tested: string): boolean {
  const [later, earlier] = [parseVersion(provided), parseVersion(tested)];
  if (later === undefined || earlier === undefined) return false;
  return sameLine(later, earlier) && compareVersions(later, earlier) >= 0;
}

/** Whether no break is announced between the two: the part of a version that a break moves is the same. */
export function sameLine(a: Version, b: Version): boolean {
  const [major, minor] = a.numbers;
  return major === b.numbers[0] && (major > 0 || minor === b.numbers[1]);
}
