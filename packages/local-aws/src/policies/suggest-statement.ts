import type { FunctionSpec, Resource, System } from '../system.js';
import type { Access } from './access.js';

export function placeText({ file, line }: Resource['place']): string {
  return `${file}:${line}`;
}

/** Tells statements apart that stand on one line. */
export function exactPlaceText({ file, line, column }: Resource['place']): string {
  return `${file}:${line}:${column}`;
}

/** The resource as the function's template names it, if it stands in the same one; else its ARN. */
function resourceText({ tables, queues, buses, functions }: System, stack: string, resource: string): string {
  const declared = [...tables, ...queues, ...buses, ...functions].filter((each) => each.stack === stack);
  const own = declared.find(({ arn }) => resource === arn || resource.startsWith(`${arn}/`));
  if (own === undefined) return resource === '*' ? "'*'" : resource;
  const rest = resource.slice(own.arn.length);
  return rest === '' ? `!GetAtt ${own.logicalId}.Arn` : `!Sub "\${${own.logicalId}.Arn}${rest}"`;
}

/** The statement that grants the access, and where to write it. */
export function suggestStatement(system: System, spec: FunctionSpec, { action, resource }: Access): string {
  const written = resourceText(system, spec.stack, resource);
  const where = hasOwnRole(spec)
    ? `the Policies of ${spec.logicalId}`
    : `the policies of the role ${spec.roleArn.split('/').at(-1)}`;
  return `add to ${where}: - Statement: [{ Effect: Allow, Action: [${action}], Resource: ${written} }]`;
}

/** Whether SAM makes the role, from what the template writes as Policies of the function. */
function hasOwnRole({ policies }: FunctionSpec): boolean {
  return policies.some(({ addedBy }) => addedBy === 'SAM');
}
