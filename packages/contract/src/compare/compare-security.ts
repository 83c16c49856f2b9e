import type { Operation, SecurityRequirement, SecurityScheme } from '../model.js';
import type { Scope } from './comparing.js';
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
  for (const each of old.filter((given) => !now.some((wanted) => meets(given, wanted)))) {
    scope.tell(
      'security-removed',
      `${say(each)} is no longer enough; ${now.map(say).join(' or ')} is`,
      places,
    );
  }
  for (const each of now.filter((wanted) => !old.some((given) => meets(wanted, given)))) {
    const fewer = old.some((given) => [...each.keys()].every((name) => given.has(name)));
    const rule = fewer ? 'security-loosened' : 'security-added';
    scope.tell(rule, `${say(each)} is now enough`, places);
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
