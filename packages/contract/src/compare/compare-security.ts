import type { Operation, SecurityRequirement, SecurityScheme } from '../model.js';
import type { Places, Scope } from './comparing.js';
import type { ComparedDocument } from './read-document.js';

/** Whether credentials that meet `given` meet `wanted` too: no further scheme and no further scope. */
function meets(given: SecurityRequirement, wanted: SecurityRequirement): boolean {
  return [...wanted].every(([scheme, scopes]) => {
    const own = given.get(scheme);
    return own !== undefined && scopes.every((scope) => own.includes(scope));
  });
}

/** No list of requirements asks for nothing. */
function alternatives(security: readonly SecurityRequirement[]): readonly SecurityRequirement[] {
  return security.length > 0 ? security : [new Map()];
}

function say(requirement: SecurityRequirement): string {
  if (requirement.size === 0) return 'no credentials';
  return Array.from(
    requirement,
    ([scheme, scopes]) => `${scheme}${scopes.length > 0 ? ` (${scopes.join(', ')})` : ''}`,
  ).join(' and ');
}

export function compareSecurity(scope: Scope, before: Operation, after: Operation): void {
  const [old, now] = [alternatives(before.security), alternatives(after.security)];
  const places = { old: before.place, new: after.place };
  const keyOf = (requirement: SecurityRequirement) => [...requirement.keys()].sort().join(' ');
  for (const given of old) {
    const same = now.find((wanted) => keyOf(wanted) === keyOf(given));
    if (same !== undefined) compareNeededScopes(scope, [given, same], places);
    else {
      const rule = now.some((wanted) => meets(given, wanted)) ? 'security-replaced' : 'security-removed';
      scope.tell(rule, `${say(given)} was enough; ${now.map(say).join(' or ')} is now`, places);
    }
  }
  for (const wanted of now.filter((each) => !old.some((given) => keyOf(given) === keyOf(each)))) {
    scope.tell('security-added', `${say(wanted)} is now enough`, places);
  }
}

function compareNeededScopes(
  scope: Scope,
  [given, wanted]: readonly [SecurityRequirement, SecurityRequirement],
  places: Places,
): void {
  for (const [scheme, scopes] of wanted) {
    const before = given.get(scheme) ?? [];
    for (const each of scopes.filter((one) => !before.includes(one)))
      scope.tell('security-scope-added', `the scope ${each} of ${scheme} is now needed`, places);
    for (const each of before.filter((one) => !scopes.includes(one)))
      scope.tell('security-scope-removed', `the scope ${each} of ${scheme} is no longer needed`, places);
  }
}

/** The document's own requirement: told apart, since every operation that follows it is told too. */
export function compareGlobalSecurity(scope: Scope, before: ComparedDocument, after: ComparedDocument): void {
  const places = { old: before.place, new: after.place };
  const keys = (security: readonly SecurityRequirement[]) =>
    new Map(security.map((each) => [[...each.keys()].sort().join(' and '), each]));
  const [old, now] = [keys(before.security), keys(after.security)];
  for (const [name, each] of old) {
    const next = now.get(name);
    if (next === undefined)
      scope.tell('global-security-removed', `the document no longer asks for ${say(each)}`, places);
    else compareScopes(scope, [each, next], before);
  }
  for (const [name, each] of now) {
    if (!old.has(name)) scope.tell('global-security-added', `the document asks for ${say(each)}`, places);
  }
}

function compareScopes(
  scope: Scope,
  [old, now]: readonly [SecurityRequirement, SecurityRequirement],
  { place }: ComparedDocument,
): void {
  for (const [scheme, scopes] of now) {
    const before = old.get(scheme) ?? [];
    for (const each of scopes.filter((one) => !before.includes(one)))
      scope.tell('global-security-scope-added', `the document asks for the scope ${each} of ${scheme}`, {
        old: place,
      });
    for (const each of before.filter((one) => !scopes.includes(one)))
      scope.tell(
        'global-security-scope-removed',
        `the document no longer asks for the scope ${each} of ${scheme}`,
        { old: place },
      );
  }
}

export function compareSecuritySchemes(
  scope: Scope,
  before: ComparedDocument,
  after: ComparedDocument,
): void {
  for (const [name, old] of before.securitySchemes) {
    const now = after.securitySchemes.get(name);
    const places = { old: old.place, new: now?.place ?? after.place };
    if (now === undefined)
      scope.tell('security-scheme-removed', `the security scheme ${name} was removed`, places);
    else compareScheme(scope, old, now);
  }
  for (const [name, now] of after.securitySchemes) {
    if (before.securitySchemes.has(name)) continue;
    scope.tell('security-scheme-added', `the security scheme ${name} was added`, {
      old: before.place,
      new: now.place,
    });
  }
}

/** Where clients fetch their tokens. */
export function compareAuthorizationUrls(
  scope: Scope,
  before: ComparedDocument,
  after: ComparedDocument,
): void {
  // The name of a scheme may have dots too.
  const belongsTo = ({ securitySchemes }: ComparedDocument) => {
    const schemes = [...securitySchemes.keys()];
    return (name: string) => schemes.some((scheme) => name.startsWith(`${scheme}.`));
  };
  const known = [...before.authorizationUrls.keys()].filter(belongsTo(after));
  const come = [...after.authorizationUrls.keys()].filter(belongsTo(before));
  for (const name of new Set([...known, ...come])) {
    const [url, next] = [before, after].map((each) => each.authorizationUrls.get(name) ?? 'none');
    if (next === url) continue;
    const what = `the ${name.replace('.flows', '')} went from ${url} to ${next}`;
    scope.tell('security-scheme-url-changed', what, { old: before.place, new: after.place });
  }
}

function compareScheme(scope: Scope, old: SecurityScheme, now: SecurityScheme): void {
  const places = { old: old.place, new: now.place };
  const how = ({ type, in: location, parameterName, scheme }: SecurityScheme) =>
    [type, location, parameterName, scheme?.toLowerCase()].filter((each) => each !== undefined).join(' ');
  if (how(old) !== how(now)) {
    scope.tell(
      'security-scheme-changed',
      `the security scheme ${now.name} went from ${how(old)} to ${how(now)}`,
      places,
    );
  }
  for (const name of new Set([...old.scopes.keys(), ...now.scopes.keys()])) {
    const [before, after] = [old.scopes.get(name), now.scopes.get(name)];
    if (before === after) continue;
    const action = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    scope.tell(`security-scheme-scope-${action}`, `the scope ${name} of ${now.name} was ${action}`, places);
  }
}
