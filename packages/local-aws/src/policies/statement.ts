import type { Json, PolicySpec } from '../system.js';
import type { Access } from './access.js';
import { type Condition, readConditions } from './condition.js';
import { compileArn, compilePattern } from './pattern.js';
import { StatementError } from './statement-error.js';

/** A statement of a policy, ready to be asked. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly spec: PolicySpec;
  /** As written; empty for NotAction. */
  readonly actions: readonly string[];
  readonly conditions: readonly Condition[];
  concerns(access: Access): boolean;
}

type Members = { readonly [name: string]: Json };

/** The one of two members that a statement has, as a list. Error: StatementError when it has both or none. */
function either(members: Members, name: string): { texts: string[]; negated: boolean } {
  const [plain, negative] = [members[name], members[`Not${name}`]];
  if ((plain === undefined) === (negative === undefined))
    throw new StatementError(`needs one of ${name} and Not${name}`);
  const texts = [plain ?? negative ?? []].flat().map((each) => {
    if (typeof each !== 'string' || each === '') throw new StatementError(`has a ${name} that is no text`);
    return each;
  });
  if (texts.length === 0) throw new StatementError(`has no ${name} in its list`);
  return { texts, negated: plain === undefined };
}

function compileActions(members: Members): (access: Access) => boolean {
  const { texts, negated } = either(members, 'Action');
  const malformed = texts.find((text) => text !== '*' && !/^[a-z\d-]+:[\w*?]+$/i.test(text));
  if (malformed !== undefined) throw new StatementError(`has the Action '${malformed}', not service:Name`);
  const matchers = texts.map((text) => compilePattern(text, 'ignore-case'));
  return ({ action }) => matchers.some((matches) => matches(action)) !== negated;
}

function compileResources(members: Members): (access: Access) => boolean {
  const { texts, negated } = either(members, 'Resource');
  const matchers = texts.map((text) => {
    if (text.includes('${'))
      throw new StatementError(`has a policy variable in '${text}', which is not played`);
    if (text !== '*' && !text.startsWith('arn:'))
      throw new StatementError(`has the Resource '${text}', which is neither an ARN nor *`);
    return compileArn(text);
  });
  return ({ resource }) => matchers.some((matches) => matches(resource)) !== negated;
}

/** Errors: StatementError. */
export function readStatement(spec: PolicySpec): Statement {
  const { statement } = spec;
  if (typeof statement !== 'object' || statement === null || Array.isArray(statement))
    throw new StatementError('is no map');
  const actionMatches = compileActions(statement);
  const resourceMatches = compileResources(statement);
  return {
    spec,
    effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
    actions: statement.Action === undefined ? [] : either(statement, 'Action').texts,
    conditions: readConditions(statement.Condition),
    concerns: (access) => actionMatches(access) && resourceMatches(access),
  };
}
