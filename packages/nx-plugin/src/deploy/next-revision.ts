import type { Parameter } from '@aws-sdk/client-cloudformation';
import { newSalt, revisionOf, revisionParameter } from '../canary/published-version.js';
import { type JsonMap, mapAt } from '../template/json.js';

type Values = Readonly<Record<string, string>>;

/** Whether a value is given that changes what is deployed. What `NoEcho` hides counts as changed whenever it is given. */
function changes(
  template: JsonMap,
  given: Values,
  before: ReadonlyMap<string | undefined, string | undefined>,
) {
  const declared = mapAt(template, 'Parameters');
  return Object.keys(given).some(
    (name) => name in declared && before.has(name) && before.get(name) !== given[name],
  );
}

function otherSalt(than: string | undefined): string {
  const salt = newSalt();
  return salt === than ? otherSalt(than) : salt;
}

/**
 * The values with another revision where one of them changes: versions of functions keep the values that they were
 * published with.
 *
 * @param deployed values; undefined before the first deployment.
 * @param release of a service that is deployed by itself: its revision says what it contains, too.
 */
export function withNextRevision(
  template: JsonMap,
  given: Values,
  { deployed, release }: { readonly deployed: readonly Parameter[] | undefined; readonly release?: string },
): Values {
  if (!(revisionParameter in mapAt(template, 'Parameters')) || revisionParameter in given) return given;
  const before = new Map(deployed?.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
  const salt = before.get(revisionParameter)?.slice(0, 4);
  const next = changes(template, given, before) ? otherSalt(salt) : salt;
  if (release !== undefined) return { ...given, [revisionParameter]: revisionOf(release, next ?? '0000') };
  return next === salt ? given : { ...given, [revisionParameter]: next ?? '0000' };
}
