import type { Change } from './change.js';
import { oasdiffIds, oasdiffSchemaIds, otherLevels } from './oasdiff-ids.js';

/** A change in the words of oasdiff. */
export interface OasdiffChange {
  readonly id: string;
  readonly level: 'ERR' | 'WARN' | 'INFO';
}

const sitePrefix =
  /^(request|response)-(?:(?:parameter|read-only|write-only|header)-)?(?:body|property|parameter|header)-/;

function idOf({ rule }: Change): string | null {
  const listed = oasdiffIds[rule];
  if (listed !== undefined) return listed;
  const [prefix = '', side = ''] = sitePrefix.exec(rule) ?? [];
  const suffix = oasdiffSchemaIds[`${side} ${rule.slice(prefix.length)}`];
  return suffix === undefined ? rule : prefix + suffix;
}

function levelOf(change: Change, id: string): OasdiffChange['level'] {
  const other = otherLevels[id];
  if (other !== undefined && change.level === 'breaking') return other.level;
  if (change.level === 'breaking') return 'ERR';
  return change.caution ? 'WARN' : 'INFO';
}

/** Changes by oasdiff's rule ids and levels; what oasdiff has no rule for is left out. */
export function toOasdiff(changes: readonly Change[]): readonly OasdiffChange[] {
  return changes.flatMap((change) => {
    const id = idOf(change);
    return id === null ? [] : [{ id, level: levelOf(change, id) }];
  });
}
