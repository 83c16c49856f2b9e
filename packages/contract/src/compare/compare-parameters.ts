import type { Operation, Parameter, Schema } from '../model.js';
import { isSame } from './accepts.js';
import type { Places, Scope } from './comparing.js';
import { dissolve, tightest, typesOf } from './effective-schema.js';
import { itemParts } from './object-view.js';
import { sunsetOf } from './rules/lifecycle.js';
import { isReadAsText, isScalar } from './text-values.js';

function nameOf({ in: location, name }: Parameter): string {
  return `the ${location} parameter '${name}'`;
}

export function schemaOf(parameter: Pick<Parameter, 'schema' | 'content'>): readonly Schema[] {
  return [parameter.schema ?? parameter.content?.schema ?? []].flat();
}

/** Names of path parameters in the order of the path: their names are not sent, their positions are. */
function pathNames({ path }: Operation): readonly string[] {
  return Array.from(path.matchAll(/\{([^}]+)\}/g), ([, name]) => name ?? '');
}

/** The parameter that reads what `old` was sent for. */
function counterpart(old: Parameter, before: Operation, after: Operation): Parameter | undefined {
  const wanted = old.in === 'path' ? pathNames(after)[pathNames(before).indexOf(old.name)] : old.name;
  return after.parameters.find((each) => each.in === old.in && each.name === (wanted ?? old.name));
}

export function compareParameters(scope: Scope, before: Operation, after: Operation): void {
  const matched = new Set<Parameter>();
  for (const old of before.parameters) {
    const now = counterpart(old, before, after);
    if (now === undefined) removed(scope, old, after);
    else {
      matched.add(now);
      compareParameter(scope, old, now);
    }
  }
  for (const now of after.parameters) {
    if (matched.has(now)) continue;
    const rule = now.required ? 'request-parameter-added-required' : 'request-parameter-added-optional';
    const what = `${nameOf(now)} was added${now.required ? ' as required' : ''}`;
    scope.tell(rule, what, { old: before.place, new: now.place, detail: isOfPath(now) ? 'path' : undefined });
  }
}

/** Whether it stands beside the operations of a path, and so belongs to all of them. */
function isOfPath({ place }: Parameter): boolean {
  return /^\/paths\/[^/]+\/parameters\//.test(place.pointer);
}

function removed(scope: Scope, old: Parameter, after: Operation): void {
  const places = { old: old.place, new: after.place };
  const sunset = sunsetOf(old.extensions?.get('x-sunset'));
  if (!old.deprecated) scope.tell('request-parameter-removed', `${nameOf(old)} is no longer read`, places);
  else if (typeof sunset === 'string' && sunset > scope.today) {
    const what = `${nameOf(old)} was removed before its sunset date ${sunset}`;
    scope.tell('request-parameter-removed-before-sunset', what, places);
  } else
    scope.tell(
      'request-parameter-removed-with-deprecation',
      `${nameOf(old)}, deprecated before, was removed`,
      places,
    );
}

function compareParameter(scope: Scope, old: Parameter, now: Parameter): void {
  const places = { old: old.place, new: now.place };
  const name = nameOf(now);
  if (old.name !== now.name)
    scope.tell('request-parameter-renamed', `${name} was called '${old.name}'`, places);
  if (!old.required && now.required)
    scope.tell('request-parameter-became-required', `${name} is now required`, places);
  if (old.required && !now.required)
    scope.tell('request-parameter-became-optional', `${name} is now optional`, places);
  compareDeprecation(scope, [old, now], places);
  compareStyle(scope, [old, now], places);
  const [was, is] = [schemaOf(old), schemaOf(now)];
  const header = now.in === 'header' ? { detail: 'header' as const } : {};
  if (isListNow(scope, [old, now])) {
    scope.tell(
      'request-parameter-became-list',
      `${name} is now a list, in which one value stands as before`,
      places,
    );
  } else if (now.content === undefined && isReadAsText(was, is)) {
    scope.tell('request-parameter-became-text', `${name} is now any text`, places);
  } else
    scope.compareSchemas({ kind: 'request-parameter', name, optional: !old.required, ...header }, was, is);
}

function compareStyle(scope: Scope, [old, now]: readonly [Parameter, Parameter], places: Places): void {
  const [before, after] = [old, now].map((each) => each.content?.mediaType);
  if (before !== after) {
    const what = `${nameOf(now)} went from ${before ?? `style ${old.style}`} to ${after ?? `style ${now.style}`}`;
    scope.tell('request-parameter-content-changed', what, places);
    return;
  }
  const structured = [...schemaOf(old), ...schemaOf(now)].some((schema) => {
    const types = typesOf(dissolve([schema]).atoms);
    return types.has('array') || types.has('object');
  });
  const explodes = structured && old.explode !== now.explode;
  if (old.style === now.style && !explodes && (!old.allowReserved || now.allowReserved)) return;
  const say = ({ style, explode, allowReserved }: Parameter) =>
    `style ${style}${explode ? ', explode' : ''}${allowReserved ? ', allowReserved' : ''}`;
  scope.tell(
    'request-parameter-style-changed',
    `${nameOf(now)} went from ${say(old)} to ${say(now)}`,
    places,
  );
}

function compareDeprecation(scope: Scope, [old, now]: readonly [Parameter, Parameter], places: Places): void {
  const name = nameOf(now);
  const [given, next] = [old, now].map(({ extensions }) => extensions?.get('x-sunset'));
  const [before, after] = [sunsetOf(given), sunsetOf(next)];
  const level = now.extensions?.get('x-stability-level');
  if (old.deprecated && !now.deprecated) {
    scope.tell('request-parameter-reactivated', `${name} is no longer deprecated`, places);
    return;
  }
  if (!now.deprecated || (old.deprecated && isSame(given ?? null, next ?? null))) return;
  if (after === null) {
    scope.tell(
      'request-parameter-sunset-invalid',
      `${name}: x-sunset is no date: ${JSON.stringify(next)}`,
      places,
    );
  } else if (!old.deprecated) {
    if (level === 'draft' || level === 'alpha') return;
    const date = after === undefined ? '' : `, with the sunset date ${after}`;
    scope.tell('request-parameter-deprecated', `${name} was deprecated${date}`, places);
  } else if (typeof before === 'string' && after === undefined) {
    scope.tell('request-parameter-sunset-deleted', `${name}: the sunset date ${before} is gone`, places);
  } else if (typeof before === 'string' && typeof after === 'string' && after < before) {
    const what = `${name}: the sunset date came nearer, from ${before} to ${after}`;
    scope.tell('request-parameter-sunset-moved-earlier', what, places);
  }
}

/**
 * Whether `?a=1`, a single value before, is now read as a list of one, as styles form and simple do. As text a scalar
 * is read by who reads any string.
 */
function isListNow(scope: Scope, [old, now]: readonly [Parameter, Parameter]): boolean {
  const [was, is] = [schemaOf(old), schemaOf(now)];
  const { atoms } = dissolve(is);
  if (now.content !== undefined || old.content !== undefined || !isScalar(was)) return false;
  if (!typesOf(atoms).has('array') || typesOf(atoms).has('object')) return false;
  if ((tightest(atoms, 'minItems', Math.max) ?? 0) > 1 || tightest(atoms, 'maxItems', Math.min) === 0)
    return false;
  const items = itemParts(atoms, 0);
  return isReadAsText(was, items) || scope.isSafe('request', was, items);
}
