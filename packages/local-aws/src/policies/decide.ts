import type { Access } from './access.js';
import type { Statement } from './statement.js';

export type Decision =
  | { readonly outcome: 'allowed'; readonly by: readonly Statement[] }
  | { readonly outcome: 'denied'; readonly by: Statement }
  | { readonly outcome: 'not-granted' };

/** A condition whose value is not known never helps the request: it fails an Allow and applies a Deny. */
function applies({ effect, conditions, concerns }: Statement, access: Access): boolean {
  return concerns(access) && conditions.every((holds) => holds(access) ?? effect === 'Deny');
}

/**
 * IAM's evaluation of the policies of one role: a Deny wins over every Allow, and what nothing allows is refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(statements: readonly Statement[], access: Access): Decision {
  const applying = statements.filter((statement) => applies(statement, access));
  const deny = applying.find(({ effect }) => effect === 'Deny');
  if (deny !== undefined) return { outcome: 'denied', by: deny };
  return applying.length > 0 ? { outcome: 'allowed', by: applying } : { outcome: 'not-granted' };
}
