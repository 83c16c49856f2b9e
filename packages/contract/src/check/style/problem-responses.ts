import type { Operation } from '../../model.js';
import { type Rule, routeOf } from './rule.js';

/** `default` stands for the errors wherever a success is declared by itself. */
function isError(status: string, { responses }: Operation): boolean {
  if (status === 'default') return responses.some((each) => /^[123]/.test(each.status));
  return /^[45]/.test(status);
}

export const checkProblemResponses: Rule = ({ contract, diagnostics }) => {
  // A response of the components is one thing to mend, however many operations answer it.
  const told = new Set<string>();
  for (const operation of contract.operations) {
    // A response to HEAD has no body (RFC 9110, 9.3.2).
    if (operation.method === 'head') continue;
    for (const { status, content, place } of operation.responses) {
      const types = content.map(({ mediaType }) => mediaType);
      if (!isError(status, operation) || types.some((each) => each.startsWith('application/problem+json')))
        continue;
      const key = `${place.file}#${place.pointer}`;
      if (told.has(key)) continue;
      told.add(key);
      const given = types.length === 0 ? 'without a body' : `as ${types.join(', ')}`;
      const what = `${routeOf(operation)} answers ${status} ${given}`;
      diagnostics.warning('error-without-problem', place, what);
    }
  }
};
