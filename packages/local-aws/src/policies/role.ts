import type { FunctionSpec, PolicySpec, System } from '../system.js';
import type { Access } from './access.js';
import { type Decision, decide } from './decide.js';
import { managedPolicy } from './managed-policies.js';
import { readStatement, type Statement } from './statement.js';

/** The statement of a policy, a managed one's looked up. Errors: StatementError. */
export function statementOf(spec: PolicySpec): Statement {
  const { statement } = spec;
  const managed = typeof statement === 'string' ? managedPolicy(statement) : undefined;
  return readStatement(managed === undefined ? spec : { ...spec, statement: managed });
}

/** What a function may do. */
export interface Role {
  readonly spec: FunctionSpec;
  readonly statements: readonly Statement[];
  decide(access: Access): Decision;
}

/** Errors: StatementError. */
export function rolesOf(system: System): Role[] {
  return system.functions.map((spec) => roleOf(system, spec));
}

/** A function asks for few things, each often; names that it makes up must not fill the memory. */
const mostRemembered = 1_000;

/** Remembers decisions that depend on action and resource alone. */
function remembering(weigh: (access: Access) => Decision): (access: Access) => Decision {
  const decisions = new Map<string, Decision>();
  return (access) => {
    const key = `${access.action} ${access.resource}`;
    const decision = decisions.get(key) ?? weigh(access);
    if (decisions.size >= mostRemembered) decisions.clear();
    decisions.set(key, decision);
    return decision;
  };
}

/** The role of a function whose policies `checkPolicies` has passed. Errors: StatementError. */
export function roleOf(
  { region, accountId }: Pick<System, 'region' | 'accountId'>,
  spec: FunctionSpec,
): Role {
  const statements = spec.policies.map(statementOf);
  const ofCaller = {
    'aws:PrincipalAccount': [accountId],
    'aws:PrincipalArn': [spec.roleArn],
    'aws:RequestedRegion': [region],
    // What an SDK sends to AWS is encrypted; that the way to this machine is not must not change the answer.
    'aws:SecureTransport': ['true'],
  };
  const weigh = (access: Access) =>
    decide(statements, { ...access, context: { ...ofCaller, ...access.context } });
  const isConditional = statements.some(({ conditions }) => conditions.length > 0);
  return { spec, statements, decide: isConditional ? weigh : remembering(weigh) };
}
