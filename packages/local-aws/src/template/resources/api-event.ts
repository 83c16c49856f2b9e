import { defined, type Fields } from '../fields.js';
import { implicitApiId } from '../stack/declarations.js';
import type { ApiEvent } from '../system-parts.js';
import type { FunctionEvent } from './function-events.js';

const methods = ['any', 'get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

/** A route to the function, of the API that the event names or of the implicit one. */
export function readApiEvent({ declaration, fields, functionArn }: FunctionEvent): void {
  fields.allow({
    played: ['Path', 'Method', 'RestApiId', 'Auth'],
    noEffect: { TimeoutInMillis: 'the time-out of the function holds' },
    refused: {
      RequestModel: 'Write the request body in the API definition (DefinitionBody).',
      RequestParameters: 'Write the parameters in the API definition (DefinitionBody).',
      ResponseTransferMode: 'Answer at once.',
    },
  });
  fields.require('Path');
  fields.require('Method');
  const method = methods.find((each) => each === fields.string('Method')?.toLowerCase());
  if (method === undefined && fields.string('Method') !== undefined)
    fields.unsupported('Method', `is none of ${methods.join(', ')}`);
  const path = fields.string('Path');
  if (path !== undefined && !path.startsWith('/'))
    fields.unsupported('Path', `'${path}' does not start with /`);
  const apiId = readApiId({ declaration, fields, functionArn, logicalId: '' });
  if (path === undefined || method === undefined || apiId === undefined) return;
  declaration.stack.reading.parts.apiEvents.push({
    stack: declaration.stack,
    apiId,
    path,
    method,
    functionArn,
    place: fields.node.place,
    ...readEventAuth(fields),
  });
}

function readEventAuth(fields: Fields): Pick<ApiEvent, 'authorizer' | 'apiKeyRequired'> {
  const auth = fields.map('Auth');
  const cognito = 'Verify the token in the function, or use an HttpApi with a JWT authorizer.';
  auth?.allow({
    played: ['Authorizer', 'ApiKeyRequired'],
    refused: {
      AuthorizationScopes: cognito,
      InvokeRole: 'Remove it: whoever passes the authorizer calls the function.',
      OverrideApiAuth: 'Write the authorizer of the event itself.',
      ResourcePolicy: 'Remove it: whoever reaches this machine may call; authorize callers in the service.',
    },
  });
  if (auth?.string('Authorizer') === 'AWS_IAM')
    auth.unsupported('Authorizer', 'signed requests are not played');
  return defined<{ authorizer: string; apiKeyRequired: boolean }>({
    authorizer: auth?.string('Authorizer'),
    apiKeyRequired: auth?.boolean('ApiKeyRequired'),
  });
}

/** The logical id of the API: RestApiId is its Ref. */
function readApiId({ declaration, fields }: FunctionEvent): string | undefined {
  const given = fields.string('RestApiId');
  if (given === undefined) return fields.has('RestApiId') ? undefined : implicitApiId;
  for (const each of declaration.stack.declarations.values()) {
    const type = declaration.stack.reading.types.get(each.type);
    if (each.type === 'AWS::Serverless::Api' && (type?.ref(each) === given || each.logicalId === given))
      return each.logicalId;
  }
  fields.unsupported('RestApiId', 'names no AWS::Serverless::Api of this template');
  return undefined;
}
