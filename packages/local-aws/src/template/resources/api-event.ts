import { implicitApiId } from '../stack/declarations.js';
import type { FunctionEvent } from './function-events.js';

const methods = ['any', 'get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

/** A route to the function, of the API that the event names or of the implicit one. */
export function readApiEvent({ declaration, fields, functionArn }: FunctionEvent): void {
  fields.allow({
    played: ['Path', 'Method', 'RestApiId'],
    noEffect: { TimeoutInMillis: 'the time-out of the function holds' },
    refused: {
      Auth: 'Write the security in the API definition (DefinitionBody).',
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
