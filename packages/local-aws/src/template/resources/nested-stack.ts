import type { Fields } from '../fields.js';
import { didYouMean } from '../near-names.js';
import { tagged } from '../property-table.js';
import { childStack } from '../stack/nested.js';
import { parameterNames } from '../stack/parameters.js';
import type { Declaration, ResourceType } from '../stack/stack.js';

function read(declaration: Declaration, fields: Fields): void {
  fields.require(declaration.type === 'AWS::Serverless::Application' ? 'Location' : 'TemplateURL');
  const child = childStack(declaration);
  const parameters = fields.map('Parameters');
  if (child === undefined || parameters === undefined) return;
  const known = parameterNames(child);
  for (const [name, place] of parameters.node.keys)
    if (!known.includes(name))
      fields.problems.add(place, {
        code: 'unknown-parameter',
        what: `the template of ${declaration.logicalId} has no parameter ${name}.${didYouMean(name, known)}`,
        remedy: 'Correct the name, or declare the parameter in the nested template.',
      });
}

function nested(templateProperty: string, noEffect: Record<string, string>): ResourceType {
  return {
    properties: {
      played: [templateProperty, 'Parameters'],
      noEffect: { ...tagged, ...noEffect },
    },
    ref: (declaration) => childStack(declaration)?.id,
    read,
  };
}

export const application = nested('Location', {
  TimeoutInMinutes: 'nothing is deployed',
  NotificationARNs: 'nothing is deployed',
});

export const cloudFormationStack = nested('TemplateURL', {
  TimeoutInMinutes: 'nothing is deployed',
  NotificationARNs: 'nothing is deployed',
});
