import { withAlarms } from '../alarms/with-alarms.js';
import { releaseFunctions } from '../canary/release-functions.js';
import { isMap, type Json, type JsonMap, mapAt } from '../template/json.js';
import { TemplateError } from '../template/template-error.js';
import { apiPermissions } from './api-permissions.js';
import { resourcesOf, type ServiceStack } from './read-system.js';

/** Days that logs are kept: CloudWatch keeps them for ever unless told. */
const retentionDays = { production: 365, other: 14 };

function logGroup({ template, value }: ServiceStack, logicalId: string): JsonMap {
  const { FunctionName: name = null } = mapAt(value, 'Resources', logicalId, 'Properties');
  const text = isMap(name) ? name['Fn::Sub'] : name;
  if (typeof text !== 'string')
    throw new TemplateError(
      template.place('Resources', logicalId, 'Properties', 'FunctionName'),
      `${logicalId} has no FunctionName that its log group could be named by`,
      'Write a text, or !Sub of the parameter Stage.',
    );
  return {
    Type: 'AWS::Logs::LogGroup',
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      LogGroupName: { 'Fn::Sub': `/aws/lambda/${text}` },
      RetentionInDays: { 'Fn::If': ['Production', retentionDays.production, retentionDays.other] },
    },
  };
}

function completeFunction(logicalId: string, resource: JsonMap): JsonMap {
  const properties = mapAt(resource, 'Properties');
  const environment = mapAt(properties, 'Environment');
  // SAM CLI sets only variables that the template declares; CloudFormation leaves out one without a value.
  const variables = { AWS_ENDPOINT_URL: { Ref: 'AWS::NoValue' }, ...mapAt(environment, 'Variables') };
  return {
    ...resource,
    Properties: {
      ...properties,
      Environment: { ...environment, Variables: variables },
      LoggingConfig: { LogGroup: { Ref: `${logicalId}LogGroup` }, ...mapAt(properties, 'LoggingConfig') },
    },
  };
}

/**
 * The service's template with what is the same for every function and therefore not written by hand: a log group with
 * a retention, the permission of the API that calls it, the variable by which `sam local` leads the AWS SDK to this
 * machine, what watches it (alarms, a dashboard, access logs) and what releases it safely. Errors: TemplateError.
 */
export function completeService(service: ServiceStack): JsonMap {
  const template = service.value;
  const resources: Record<string, Json> = {};
  for (const [logicalId, resource] of resourcesOf(template)) {
    const isFunction = resource.Type === 'AWS::Serverless::Function';
    resources[logicalId] = isFunction ? completeFunction(logicalId, resource) : resource;
    if (isFunction) resources[`${logicalId}LogGroup`] = logGroup(service, logicalId);
  }
  const production: Json = { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] };
  const completed = {
    ...template,
    Conditions: { Production: production, ...mapAt(template, 'Conditions') },
    Resources: { ...resources, ...apiPermissions(template) },
  };
  return releaseFunctions(service, withAlarms(service, completed));
}
