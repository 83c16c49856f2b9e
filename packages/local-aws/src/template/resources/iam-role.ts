import type { PolicySpec } from '../../system.js';
import type { Fields } from '../fields.js';
import { physicalName, requiredText, stableId } from '../names.js';
import { describing } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { readStatements } from './function-policies.js';

const assumed = 'the functions that name the role have it';
const others = 'only the roles of functions are checked';
const boundary = 'Remove it: what a boundary takes away is not played.';

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

function policiesOf(fields: Fields): PolicySpec[] {
  return fields.maps('Policies').flatMap((policy) => {
    policy.allow({ played: ['PolicyName', 'PolicyDocument'] });
    policy.require('PolicyDocument');
    const document = policy.map('PolicyDocument');
    return document === undefined ? [] : readStatements(document);
  });
}

function addStatements({ stack }: Declaration, role: string, statements: PolicySpec[]): void {
  const { roleStatements } = stack.reading.parts;
  roleStatements.set(role, [...(roleStatements.get(role) ?? []), ...statements]);
}

function managedOf(fields: Fields): PolicySpec[] {
  const place = fields.placeOf('ManagedPolicyArns');
  return fields.strings('ManagedPolicyArns').map((statement) => ({ place, statement }));
}

export const iamRole: ResourceType = {
  properties: {
    played: ['RoleName', 'Path', 'Policies', 'ManagedPolicyArns'],
    noEffect: {
      ...describing,
      AssumeRolePolicyDocument: assumed,
      MaxSessionDuration: 'there are no sessions',
    },
    refused: { PermissionsBoundary: boundary },
  },
  ref: roleName,
  attributes: {
    Arn: roleArn,
    RoleId: ({ stack, logicalId }) => `AROA${stableId(`role ${stack.path}/${logicalId}`, 17).toUpperCase()}`,
  },
  read: (declaration, fields) => {
    const name = roleName(declaration);
    if (name !== undefined) addStatements(declaration, name, [...managedOf(fields), ...policiesOf(fields)]);
  },
};

/** A policy that is attached to roles by their names. */
function readAttached(declaration: Declaration, fields: Fields): PolicySpec[] {
  fields.require('PolicyDocument');
  const document = fields.map('PolicyDocument');
  const statements = document === undefined ? [] : readStatements(document);
  for (const role of fields.strings('Roles')) addStatements(declaration, role, statements);
  return statements;
}

export const iamPolicy: ResourceType = {
  properties: {
    played: ['PolicyDocument', 'Roles', 'PolicyName'],
    noEffect: { Users: others, Groups: others },
  },
  ref: (declaration) => physicalName(declaration, 'PolicyName', 128),
  read: (declaration, fields) => void readAttached(declaration, fields),
};

function managedPolicyArn(declaration: Declaration): string | undefined {
  const name = physicalName(declaration, 'ManagedPolicyName', 128);
  return name === undefined ? undefined : iamArn(declaration, `policy/${name}`);
}

export const iamManagedPolicy: ResourceType = {
  properties: {
    played: ['PolicyDocument', 'Roles', 'ManagedPolicyName'],
    noEffect: { Description: 'for people', Users: others, Groups: others },
    refused: { Path: 'Remove it: the ARN of the policy has none here.' },
  },
  ref: managedPolicyArn,
  attributes: { PolicyArn: managedPolicyArn },
  read: (declaration, fields) => {
    const statements = readAttached(declaration, fields);
    const policyArn = managedPolicyArn(declaration);
    if (policyArn !== undefined) declaration.stack.reading.parts.managedPolicies.set(policyArn, statements);
  },
};
