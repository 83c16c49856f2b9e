import type { PolicySpec } from '../../system.js';
import { Fields } from '../fields.js';
import { type Located, toJson } from '../located.js';
import { didYouMean } from '../near-names.js';
import type { PropertyTable } from '../property-table.js';
import type { Declaration } from '../stack/stack.js';
import { expandPolicyTemplate, policyTemplates } from './policy-templates.js';

/** The statements of a function's policies; managed policies stay the names that they are. */
export function readPolicies(declaration: Declaration, fields: Fields): PolicySpec[] {
  if (fields.has('Role') && fields.has('Policies'))
    fields.unsupported('Policies', 'stand beside Role, where SAM ignores them; give them to the role');
  return fields.list('Policies', 'or-single').flatMap((node) => readPolicy(declaration, node));
}

function readPolicy(declaration: Declaration, node: Located): PolicySpec[] {
  if (node.kind === 'scalar' && typeof node.value === 'string')
    return [{ place: node.place, statement: node.text }];
  const { problems } = declaration.stack.reading;
  if (node.kind === 'map') {
    const fields = new Fields(node, `${declaration.logicalId} Policies`, problems);
    return fields.has('Statement') ? readStatements(fields) : readTemplate(declaration, fields);
  }
  if (node.kind !== 'unresolved')
    problems.add(node.place, {
      code: 'wrong-type',
      what: `${declaration.logicalId} Policies takes names, policy templates and documents`,
      remedy: 'Write - DynamoDBCrudPolicy: { TableName: … } or - Statement: […].',
    });
  return [];
}

const members = 'Sid Effect Action NotAction Resource NotResource Condition'.split(' ');
const onlyOfResources = 'Remove it: a policy of a role says what the role may, and has no principal.';

const withoutPrincipal: PropertyTable = {
  played: members,
  refused: { Principal: onlyOfResources, NotPrincipal: onlyOfResources },
};

/** Of the policy of a resource, which says whom it lets in. */
export const withPrincipal: PropertyTable = {
  played: [...members, 'Principal'],
  refused: { NotPrincipal: 'Name those who are let in, by Principal.' },
};

/** The statements of a policy document. */
export function readStatements(document: Fields, table: PropertyTable = withoutPrincipal): PolicySpec[] {
  document.allow({ played: ['Statement'], noEffect: { Version: 'there is one in use', Id: 'for people' } });
  return document.maps('Statement', 'or-single').map((statement) => {
    statement.allow(table);
    statement.require('Effect');
    statement.oneOf('Effect', ['Allow', 'Deny']);
    return { place: statement.node.place, statement: toJson(statement.node) };
  });
}

function readTemplate(declaration: Declaration, fields: Fields): PolicySpec[] {
  return [...fields.node.keys].flatMap(([name, place]) => {
    const values = Object.hasOwn(policyTemplates, name) ? fields.map(name) : undefined;
    if (values !== undefined)
      return expandPolicyTemplate(declaration, name, values).map((statement) => ({ place, statement }));
    if (!Object.hasOwn(policyTemplates, name))
      fields.problems.add(place, {
        code: 'unknown-policy-template',
        what: `${name} is no policy template that is known here.${didYouMean(name, Object.keys(policyTemplates))}`,
        remedy: `Write its statements out, or use one of ${Object.keys(policyTemplates).join(', ')}.`,
      });
    return [];
  });
}
