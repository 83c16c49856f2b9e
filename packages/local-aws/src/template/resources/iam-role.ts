import type { Json } from '../../system.js';
import type { Fields } from '../fields.js';
import { physicalName, requiredText, stableId } from '../names.js';
import { describing } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { readStatements } from './function-policies.js';

const permissions = 'permissions are not checked';

function roleName(declaration: Declaration): string | undefined {
  return physicalName(declaration, 'RoleName', 64);
}

/** IAM is global: no region in its ARNs. */
function iamArn({ stack }: Declaration, resource: string): string {
  return `arn:aws:iam::${stack.reading.options.accountId}:${resource}`;
}

function roleArn(declaration: Declaration): string | undefined {
  const path = requiredText(declaration, 'Path');
  const name = roleName(declaration);
  return name === undefined ? undefined : iamArn(declaration, `role${path ?? '/'}${name}`);
}

function policiesOf(fields: Fields): Json[] {
  return fields.maps('Policies').flatMap((policy) => {
    policy.allow({ played: ['PolicyName', 'PolicyDocument'] });
    policy.require('PolicyDocument');
    const document = policy.map('PolicyDocument');
    return document === undefined ? [] : readStatements(document);
  });
}

function addStatements({ stack }: Declaration, role: string, statements: Json[]): void {
  const { roleStatements } = stack.reading.parts;
  roleStatements.set(role, [...(roleStatements.get(role) ?? []), ...statements]);
}

export const iamRole: ResourceType = {
  properties: {
    played: ['RoleName', 'Path', 'Policies', 'ManagedPolicyArns'],
    noEffect: {
      ...describing,
      AssumeRolePolicyDocument: permissions,
      PermissionsBoundary: permissions,
      MaxSessionDuration: 'there are no sessions',
    },
  },
  ref: roleName,
  attributes: {
    Arn: roleArn,
    RoleId: ({ stack, logicalId }) => `AROA${stableId(`role ${stack.path}/${logicalId}`, 17).toUpperCase()}`,
  },
  read: (declaration, fields) => {
    const name = roleName(declaration);
    if (name !== undefined)
      addStatements(declaration, name, [...fields.strings('ManagedPolicyArns'), ...policiesOf(fields)]);
  },
};

/** A policy that is attached to roles by their names. */
function readAttached(declaration: Declaration, fields: Fields): void {
  fields.require('PolicyDocument');
  const document = fields.map('PolicyDocument');
  const statements = document === undefined ? [] : readStatements(document);
  for (const role of fields.strings('Roles')) addStatements(declaration, role, statements);
}

export const iamPolicy: ResourceType = {
  properties: {
    played: ['PolicyDocument', 'Roles', 'PolicyName'],
    noEffect: { Users: permissions, Groups: permissions },
  },
  ref: (declaration) => physicalName(declaration, 'PolicyName', 128),
  read: readAttached,
};

function managedPolicyArn(declaration: Declaration): string | undefined {
  const name = physicalName(declaration, 'ManagedPolicyName', 128);
  return name === undefined ? undefined : iamArn(declaration, `policy/${name}`);
}

export const iamManagedPolicy: ResourceType = {
  properties: {
    played: ['PolicyDocument', 'Roles', 'ManagedPolicyName'],
    noEffect: { Description: 'for people', Path: permissions, Users: permissions, Groups: permissions },
  },
  ref: managedPolicyArn,
  attributes: { PolicyArn: managedPolicyArn },
  read: readAttached,
};
