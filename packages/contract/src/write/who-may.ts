import type { Operation } from '../model.js';

/** `bearer with orders:read, or key`: the alternatives of an operation's security. */
export function whoMay({ security }: Operation): string {
  if (security.length === 0) return 'anybody';
  const alternatives = security.map((requirement) => {
    if (requirement.size === 0) return 'anybody';
    const schemes = Array.from(requirement, ([name, scopes]) =>
      scopes.length === 0 ? name : `${name} with ${scopes.join(' ')}`,
    );
    return schemes.join(' and ');
  });
  return [...new Set(alternatives)].join(', or ');
}
