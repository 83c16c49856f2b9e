import { resourcesOf, type ServiceStack } from '../system/read-system.js';
import { type Json, type JsonMap, mapAt } from '../template/json.js';
import { watchedCondition } from './alarm.js';

/** One JSON object a request; `requestId` is also that of the service's own log line. */
const format = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  integrationMs: '$context.integrationLatency',
  apiKeyId: '$context.identity.apiKeyId',
  error: '$context.error.responseType',
});

function logGroup(service: string): JsonMap {
  return {
    Type: 'AWS::Logs::LogGroup',
    Condition: watchedCondition,
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      LogGroupName: { 'Fn::Sub': `/aws/apigateway/${service}-\${Stage}` },
      RetentionInDays: { 'Fn::If': ['Production', 365, 14] },
    },
  };
}

/**
 * The template with an access log for each API that has none of its own. API Gateway needs the account's role for
 * CloudWatch Logs ("Set up CloudWatch logging for REST APIs"), so it is left out where nothing is watched.
 */
export function withAccessLogs({ service }: ServiceStack, template: JsonMap): JsonMap {
  const resources: Record<string, Json> = {};
  for (const [logicalId, resource] of resourcesOf(template)) {
    resources[logicalId] = resource;
    const properties = mapAt(resource, 'Properties');
    if (resource.Type !== 'AWS::Serverless::Api' || properties.AccessLogSetting !== undefined) continue;
    const group = `${logicalId}AccessLogs`;
    const setting: Json = { DestinationArn: { 'Fn::GetAtt': [group, 'Arn'] }, Format: format };
    const access: Json = { 'Fn::If': [watchedCondition, setting, { Ref: 'AWS::NoValue' }] };
    resources[logicalId] = { ...resource, Properties: { ...properties, AccessLogSetting: access } };
    resources[group] = logGroup(service);
  }
  return { ...template, Resources: resources };
}
