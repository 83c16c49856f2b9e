import type { Change } from './change.js';
import {
  leftOutIds,
  oasdiffIds,
  oasdiffSchemaIds,
  otherLevels,
  pathIds,
  unnamedByOasdiff,
  warnedAlone,
} from './oasdiff-ids.js';

/** A change in the words of oasdiff. */
export interface OasdiffChange {
  readonly id: string;
  readonly level: 'ERR' | 'WARN' | 'INFO';
}

const sitePrefix =
  /^(request|response)-(?:(?:parameter|read-only|write-only|header)-)?(?:body|property|parameter|header)-/;

/** Ids that oasdiff makes of a rule and what the change tells besides. */
function detailedId({ rule, detail }: Change): string | undefined {
  if (detail === 'path') return pathIds[rule];
  const side =
    /^(request|response)-(?:read-only-|write-only-)?property-(became-(?:not-)?(?:read|write)-only)$/.exec(
      rule,
    );
  if (side !== null) return `${side[1]}-${detail ?? 'optional'}-property-${side[2]}`;
  const header = /^request-parameter-property-(became-enum|became-required)$/.exec(rule);
  return detail === 'header' && header !== null ? `request-header-property-${header[1]}` : undefined;
}

function idOf(change: Change): string | null {
  const detailed = detailedId(change);
  if (detailed !== undefined) return detailed;
  const turned = change.rule.replace(/^webhook-(?=request|response)/, '');
  const rule = leftOutIds.test(turned)
    ? turned
    : turned.replace(/-(read|write)-only-property-/, '-property-');
  const listed = oasdiffIds[rule];
  if (listed !== undefined) return listed;
  const [prefix = '', side = ''] = sitePrefix.exec(rule) ?? [];
  const suffix = oasdiffSchemaIds[`${side} ${rule.slice(prefix.length)}`];
  if (unnamedByOasdiff.test(rule)) return null;
  return suffix === undefined ? rule : prefix + suffix;
}

function levelOf(change: Change, id: string): OasdiffChange['level'] {
  const other = otherLevels[id];
  if (other !== undefined && change.level === 'breaking') return other.level;
  if (warnedAlone.test(id) && change.level === 'breaking')
    return id.startsWith('response-property-pattern') ? 'INFO' : 'WARN';
  if (change.level === 'breaking') return 'ERR';
  return change.caution ? 'WARN' : 'INFO';
}

/** oasdiff looks into callbacks no further than their operations. */
function isKnown({ rule }: Change): boolean {
  return !rule.startsWith('callback-');
}

/** Changes by oasdiff's rule ids and levels; what oasdiff has no rule for is left out. */
export function toOasdiff(changes: readonly Change[]): readonly OasdiffChange[] {
  return changes.filter(isKnown).flatMap((change) => {
    const id = idOf(change);
    if (id === null) return [];
    const told: OasdiffChange = { id, level: levelOf(change, id) };
    // To oasdiff each value of a list that is new was added too, but for bodies.
    const values = id.endsWith('-became-enum') && !id.includes('-body-');
    return values
      ? [
          told,
          {
            id: id
              .replace('header-property-became', 'parameter-property-became')
              .replace('became-enum', 'enum-value-added'),
            level: 'INFO',
          },
        ]
      : [told];
  });
}
