import type { Operation, RequestBody } from '../model.js';
import { pathShape } from '../path-shape.js';
import { isDerived } from '../read/operation.js';
import { isSame } from './accepts.js';
import { compareContents } from './compare-contents.js';
import { compareParameters } from './compare-parameters.js';
import { compareResponses } from './compare-responses.js';
import { compareSecurity } from './compare-security.js';
import type { Places, Scope, ScopeKind } from './comparing.js';
import { stabilities, stabilityOf, sunsetOf } from './rules/lifecycle.js';

/** `GET /v1/orders/{}`: what leads a request to an operation, whatever its parameters are called. */
function routeOf({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${pathShape(path)}`;
}

/** Compares all operations of one kind, matched by route. */
export function compareAll(
  document: Scope,
  kind: ScopeKind,
  sides: readonly [readonly Operation[], readonly Operation[], Places],
): void {
  const [old, now, places] = sides;
  const after = new Map(now.map((each) => [routeOf(each), each]));
  const before = new Set(old.map(routeOf));
  const paths = new Set(now.map(({ path }) => pathShape(path)));
  for (const operation of old) {
    const next = after.get(routeOf(operation));
    const scope = document.of(kind, operation);
    const there = { old: operation.place, new: places.new };
    if (next !== undefined) compareOperation(document.of(kind, next), operation, next);
    else {
      const detail = paths.has(pathShape(operation.path)) ? undefined : 'path';
      tellRemoval(scope, kind, [operation, { ...there, detail }]);
    }
  }
  for (const operation of now.filter((each) => !before.has(routeOf(each)))) {
    const rule = kind === 'operation' ? 'operation-added' : `${kind}-added`;
    document
      .of(kind, operation)
      .tellAsIs(rule, `the ${kind} was added`, { old: places.old, new: operation.place });
  }
}

/** Nothing is promised of a draft. */
function isDraft(operation: Operation): boolean {
  const level = stabilityOf(operation.extensions.get('x-stability-level'));
  return level === 'draft' || level === 'alpha';
}

/** The rule of a removal, and its sentence. */
function removal(operation: Operation, today: string): readonly [string, string] {
  const sunset = sunsetOf(operation.sunset ?? operation.extensions.get('x-sunset'));
  if (isDraft(operation)) return ['operation-removed-draft', 'it was removed, as a draft may be at any time'];
  if (!operation.deprecated) return ['operation-removed', 'it was removed, but was not deprecated before'];
  if (typeof sunset !== 'string')
    return ['operation-removed-without-sunset', 'it was deprecated, but removed without a sunset date'];
  return sunset > today
    ? ['operation-removed-before-sunset', `it was removed before its sunset date ${sunset}`]
    : ['operation-removed-after-sunset', `it was removed, and its sunset date ${sunset} has come`];
}

function tellRemoval(scope: Scope, kind: ScopeKind, [operation, places]: readonly [Operation, Places]): void {
  const [rule, what] = removal(operation, scope.today);
  if (kind === 'operation') scope.tell(rule, what, places);
  else if (rule === 'operation-removed-after-sunset' || rule === 'operation-removed-draft')
    scope.tellAsIs(rule.replace('operation', kind), what, places);
  else scope.tellAsIs(`${kind}-removed`, `the ${kind} does not come any more`, places);
}

function compareOperation(scope: Scope, old: Operation, now: Operation): void {
  const places = { old: old.place, new: now.place };
  compareStability(scope, [old, now], places);
  if (isDraft(old) && isDraft(now)) return;
  compareIds(scope, [old, now], places);
  compareDeprecation(scope, [old, now], places);
  for (const tag of old.tags.filter((each) => !now.tags.includes(each)))
    scope.tell('tag-removed', `the tag ${tag} was removed`, places);
  for (const tag of now.tags.filter((each) => !old.tags.includes(each)))
    scope.tell('tag-added', `the tag ${tag} was added`, places);
  compareSecurity(scope, old, now);
  compareParameters(scope, old, now);
  compareBodies(scope, [old.requestBody, now.requestBody], places);
  compareResponses(scope, old, now);
  compareAll(scope, 'callback', [old.callbacks, now.callbacks, places]);
}

/** The function of the client is named by the operationId; what was derived moves with the path's parameters. */
function compareIds(scope: Scope, [old, now]: readonly [Operation, Operation], places: Places): void {
  const [given, gives] = [!isDerived(old), !isDerived(now)];
  if (old.operationId === now.operationId || (!given && !gives)) return;
  const action = !given ? 'added' : !gives ? 'removed' : 'changed';
  const what = `the operationId went from ${old.operationId} to ${now.operationId}`;
  scope.tell(`operation-id-${action}`, what, places);
}

function compareStability(scope: Scope, [old, now]: readonly [Operation, Operation], places: Places): void {
  const [given, next] = [old, now].map(({ extensions }) => extensions.get('x-stability-level'));
  const [before, after] = [stabilityOf(given), stabilityOf(next)];
  if (isSame(given ?? null, next ?? null)) return;
  if (before === undefined || after === undefined) {
    const value = JSON.stringify(before === undefined ? given : next);
    scope.tell(
      'operation-stability-invalid',
      `x-stability-level is none of ${stabilities.join(', ')}: ${value}`,
      places,
    );
  } else if (before !== after) {
    const action = stabilities.indexOf(after) < stabilities.indexOf(before) ? 'decreased' : 'increased';
    scope.tell(
      `operation-stability-${action}`,
      `the stability level went from ${before} to ${after}`,
      places,
    );
  }
}

function compareDeprecation(scope: Scope, [old, now]: readonly [Operation, Operation], places: Places): void {
  const [given, next] = [old, now].map(({ sunset, extensions }) => sunset ?? extensions.get('x-sunset'));
  const [before, after] = [sunsetOf(given), sunsetOf(next)];
  if (old.deprecated && !now.deprecated)
    scope.tell('operation-reactivated', 'it is no longer deprecated', places);
  if (!now.deprecated) return;
  if (old.deprecated && isSame(given ?? null, next ?? null)) return;
  if (after === null) {
    scope.tell('operation-sunset-invalid', `x-sunset is no date: ${JSON.stringify(next)}`, places);
  } else if (!old.deprecated) {
    const rule = after === undefined ? 'operation-deprecated' : 'operation-deprecated-with-sunset';
    scope.tell(
      rule,
      `it was deprecated${after === undefined ? '' : `, with the sunset date ${after}`}`,
      places,
    );
  } else if (typeof before === 'string' && after === undefined) {
    scope.tell(
      'operation-sunset-deleted',
      `it is still deprecated, but its sunset date ${before} is gone`,
      places,
    );
  } else if (typeof before === 'string' && typeof after === 'string' && after < before) {
    scope.tell(
      'operation-sunset-moved-earlier',
      `the sunset date came nearer, from ${before} to ${after}`,
      places,
    );
  }
}

function compareBodies(
  scope: Scope,
  [old, now]: readonly [RequestBody | undefined, RequestBody | undefined],
  places: Places,
): void {
  const name = 'the request body';
  if (old === undefined && now === undefined) return;
  if (old === undefined) {
    const rule = now?.required === true ? 'request-body-added-required' : 'request-body-added-optional';
    scope.tell(rule, `${name} was added${now?.required === true ? ' as required' : ''}`, {
      ...places,
      new: now?.place,
    });
    return;
  }
  if (now === undefined) {
    scope.tell('request-body-removed', `${name} is no longer read`, { ...places, old: old.place });
    return;
  }
  const there = { old: old.place, new: now.place };
  if (!old.required && now.required)
    scope.tell('request-body-became-required', `${name} is now required`, there);
  if (old.required && !now.required)
    scope.tell('request-body-became-optional', `${name} is now optional`, there);
  compareContents(scope, { kind: 'request-body', rules: 'request-body', name }, [
    old.content,
    now.content,
    there,
  ]);
}
