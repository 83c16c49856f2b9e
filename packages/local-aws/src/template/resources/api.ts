import type { CorsSpec } from '../../system.js';
import { defined, type Fields } from '../fields.js';
import { arn, requiredText, stableId } from '../names.js';
import { describing } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { readDefinition } from './api-definition.js';
import { addUsagePlan } from './api-usage-plan.js';
import { readCors } from './cors.js';
import { readMethodSettings } from './method-settings.js';
import { resourceOf } from './resource-of.js';

function restApiId({ stack, logicalId }: Declaration): string {
  return stableId(`api ${stack.path}/${logicalId}`, 10);
}

function stageName(declaration: Declaration): string | undefined {
  return requiredText(declaration, 'StageName');
}

function read(declaration: Declaration, fields: Fields): void {
  fields.require('StageName');
  const stage = stageName(declaration);
  if (stage !== undefined && !/^[\w-]{1,128}$/.test(stage))
    fields.unsupported('StageName', `'${stage}' is no name of a stage: letters, digits, - and _`);
  const definition = readDefinition(declaration, fields);
  const cors = readCors(fields);
  const binaryMediaTypes = fields.strings('BinaryMediaTypes').map((type) => type.replaceAll('~1', '/'));
  const stageVariables = fields.record('Variables');
  const methodThrottles = readMethodSettings(fields);
  const apiKeySource = fields.oneOf('ApiKeySourceType', ['HEADER', 'AUTHORIZER']);
  const plan = fields.map('Auth')?.map('UsagePlan');
  if (stage === undefined || definition === undefined) return;
  if (plan !== undefined)
    addUsagePlan(declaration, plan, { restApiId: restApiId(declaration), stageName: stage });
  declaration.stack.reading.parts.apis.push({
    ...resourceOf(declaration),
    restApiId: restApiId(declaration),
    stageName: stage,
    definition,
    binaryMediaTypes,
    ...defined<{ cors: CorsSpec; apiKeySource: 'HEADER' | 'AUTHORIZER' }>({ cors, apiKeySource }),
    stageVariables,
    methodThrottles,
  });
}

const inDefinition = 'Write it in the API definition (DefinitionBody).';

export const api: ResourceType = {
  properties: {
    played:
      'StageName DefinitionBody DefinitionUri Cors BinaryMediaTypes Variables MethodSettings ApiKeySourceType Auth'.split(
        ' ',
      ),
    noEffect: {
      ...describing,
      Name: 'for people',
      OpenApiVersion: 'the definition says its own version',
      TracingEnabled: 'trace headers are passed on anyway',
      AccessLogSetting: 'each request is printed',
      EndpointConfiguration: 'there is one address',
      MinimumCompressionSize: 'responses are not compressed',
      AlwaysDeploy: 'nothing is deployed',
      PropagateTags: 'for billing and search',
      CacheClusterSize: 'there is no cache',
      Mode: 'nothing is deployed',
      FailOnWarnings: 'nothing is deployed',
      DisableExecuteApiEndpoint: 'there is one address',
      SecurityPolicy: 'there is no TLS',
      EndpointAccessMode: 'there is no TLS',
    },
    refused: {
      Models: inDefinition,
      GatewayResponses: inDefinition,
      Domain: 'Paths carry the version; call the address that local-aws prints.',
      CacheClusterEnabled: 'Remove it: there is no cache.',
      CanarySetting: 'Remove it: there is one version.',
      MergeDefinitions: 'Write every route in the definition.',
      Policy: 'Remove it: whoever reaches this machine may call; authorize callers in the service.',
    },
  },
  ref: restApiId,
  attributes: {
    RestApiId: restApiId,
    RootResourceId: ({ stack, logicalId }) => stableId(`root ${stack.path}/${logicalId}`, 10),
    Arn: (declaration) => arn(declaration, 'apigateway', `/restapis/${restApiId(declaration)}`),
  },
  read,
  readLast: true,
};
