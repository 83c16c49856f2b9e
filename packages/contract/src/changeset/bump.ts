/** How far a version moves (Semantic Versioning 2.0.0): the least first. */
export const bumps = ['patch', 'minor', 'major'] as const;

export type Bump = (typeof bumps)[number];

/** Whether a promise is at least what is needed; nothing at all keeps no promise. */
export function covers(promised: Bump | undefined, needed: Bump): boolean {
  return promised !== undefined && bumps.indexOf(promised) >= bumps.indexOf(needed);
}

/** The greater of two bumps. */
export function greater(a: Bump | undefined, b: Bump | undefined): Bump | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return covers(a, b) ? a : b;
}

/** The version after the bump, as a release makes it. Error: the version is not `major.minor.patch`. */
export function bumped(version: string, bump: Bump): string {
  const parts = /^(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (parts === null) throw new Error(`'${version}' is no version: it must be like 1.4.2`);
  const [major, minor, patch] = parts.slice(1).map(Number) as [number, number, number];
  if (bump === 'major') return `${major + 1}.0.0`;
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** How far a version has moved from another. Undefined when it has not moved on. */
export function bumpBetween(before: string, after: string): Bump | undefined {
  const [from, to] = [before, after].map((each) => each.split(/[.+-]/).slice(0, 3).map(Number));
  const at = to?.findIndex((each, index) => each !== from?.[index]) ?? -1;
  if (at < 0 || (to?.[at] ?? 0) < (from?.[at] ?? 0)) return undefined;
  return bumps[2 - at];
}
