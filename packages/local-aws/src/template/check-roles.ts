import type { Reading } from './stack/stack.js';

/** Tells of functions whose role stands in no template: what it grants is not known, so that nothing could be refused. */
export function checkRoles({ parts, problems }: Reading): void {
  for (const { roleArn, logicalId, place } of parts.functions)
    if (!parts.roleStatements.has(roleArn.split('/').at(-1) ?? ''))
      problems.add(place, {
        code: 'unknown-role',
        what: `${logicalId} has the role ${roleArn}, which is in none of the templates: what it grants is not known`,
        remedy: 'Declare the AWS::IAM::Role in a template, or give the function Policies in place of Role.',
      });
}
