import type { Change } from './change.js';

export type Bump = 'major' | 'minor' | 'patch' | 'none';

/** The least version step that tells consumers the truth about a list of changes. */
export function requiredBump(changes: readonly Pick<Change, 'level'>[]): Bump {
  if (changes.some(({ level }) => level === 'breaking')) return 'major';
  if (changes.some(({ level }) => level === 'additive')) return 'minor';
  return changes.length > 0 ? 'patch' : 'none';
}
