import { derivedName } from '../names.js';
import type { ResourceType } from '../stack/stack.js';
import { resourceOf } from './resource-of.js';

const oneAccount = 'there is one account';

/** Who else may invoke a function; it names the function by name, by ARN, or by a part of that. */
export const lambdaPermission: ResourceType = {
  properties: {
    played: ['Action', 'FunctionName', 'Principal', 'SourceArn'],
    noEffect: {
      SourceAccount: oneAccount,
      PrincipalOrgID: oneAccount,
      EventSourceToken: 'for skills of Alexa',
      FunctionUrlAuthType: 'there are no function URLs',
      InvokedViaFunctionUrl: 'there are no function URLs',
    },
  },
  ref: (declaration) => derivedName(declaration, 100),
  read(declaration, fields) {
    for (const name of ['Action', 'FunctionName', 'Principal']) fields.require(name);
    const [action, functionName, principal] = [
      fields.string('Action'),
      fields.string('FunctionName'),
      fields.string('Principal'),
    ];
    const sourceArn = fields.has('SourceArn') ? fields.string('SourceArn') : undefined;
    if (action === undefined || functionName === undefined || principal === undefined) return;
    declaration.stack.reading.parts.permissions.push({
      ...resourceOf(declaration),
      ...{ action, functionName, principal },
      ...(sourceArn !== undefined && { sourceArn }),
    });
  },
};
