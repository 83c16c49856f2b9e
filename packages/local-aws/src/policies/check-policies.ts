import { accessKeyId } from '../functions/environment-variables.js';
import type { StartProblem } from '../parts.js';
import type { FunctionSpec, PolicySpec, System } from '../system.js';
import { accessesOfLambda } from './accesses-of-lambda.js';
import { checkPermissions } from './check-permissions.js';
import { checkQueuePolicies } from './check-queue-policies.js';
import { managedPolicy, managedPolicyNames } from './managed-policies.js';
import { roleOf, statementOf } from './role.js';
import { StatementError } from './statement-error.js';
import { suggestStatement } from './suggest-statement.js';

function managedProblem({ logicalId }: FunctionSpec, { place, statement }: PolicySpec): StartProblem[] {
  if (typeof statement !== 'string' || managedPolicy(statement) !== undefined) return [];
  return [
    {
      place,
      code: 'managed-policy-unknown',
      what: `${logicalId} has the managed policy ${statement}: what it grants is not known here`,
      remedy: `Write the statements that the function needs, or use one of ${managedPolicyNames.join(', ')}.`,
    },
  ];
}

function statementProblem({ logicalId }: FunctionSpec, policy: PolicySpec): StartProblem[] {
  if (typeof policy.statement === 'string') return [];
  try {
    statementOf(policy);
    return [];
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    const what = `a statement of ${logicalId} ${error.message}`;
    return [{ place: policy.place, code: 'policy-unsupported', what, remedy: 'Write it in another way.' }];
  }
}

/** What Lambda itself does in the name of the function, which on AWS fails when the first event comes. */
function lambdaProblems(system: System, spec: FunctionSpec): StartProblem[] {
  const role = roleOf(system, spec);
  return accessesOfLambda(system, spec).flatMap(({ access, purpose }) => {
    if (role.decide(access).outcome === 'allowed') return [];
    const { place, logicalId } = spec;
    const what = `${logicalId} must be allowed ${access.action} on ${access.resource}: ${purpose}`;
    return [{ place, code: 'policy-missing', what, remedy: suggestStatement(system, spec, access) }];
  });
}

/** Functions are told apart by the key ids of their requests, which have no small letters. */
function keyProblems({ functions }: System): StartProblem[] {
  return functions.flatMap(({ logicalId, place }, at) => {
    const key = accessKeyId(logicalId);
    const first = functions.slice(0, at).find((each) => accessKeyId(each.logicalId) === key);
    if (first === undefined) return [];
    const what = `${logicalId} and ${first.logicalId} differ in small and capital letters alone`;
    return [{ place, code: 'access-key-shared', what, remedy: 'Give one of them another logical id.' }];
  });
}

/** All that keeps the policies of the functions from being enforced, and what would fail for want of a grant. */
export function checkPolicies(system: System): StartProblem[] {
  const { functions } = system;
  const unreadable = functions.flatMap((spec) =>
    spec.policies.flatMap((policy) => [...managedProblem(spec, policy), ...statementProblem(spec, policy)]),
  );
  const missing = unreadable.length > 0 ? [] : functions.flatMap((spec) => lambdaProblems(system, spec));
  return [
    ...keyProblems(system),
    ...unreadable,
    ...missing,
    ...checkQueuePolicies(system),
    ...checkPermissions(system),
  ];
}
