import { integratedFunctions } from '../canary/integrated-functions.js';
import { type Json, type JsonMap, mapAt } from '../template/json.js';
import { resourcesOf } from './read-system.js';

/**
 * The permissions by which APIs call the aliases of the functions of their definitions. SAM makes them for events of functions alone,
 * and API Gateway answers 500 where one is missing.
 */
export function apiPermissions(template: JsonMap): JsonMap {
  const apis = resourcesOf(template).filter(([, { Type: type }]) => type === 'AWS::Serverless::Api');
  const permissions = apis.flatMap(([api, resource]) =>
    integratedFunctions(mapAt(resource, 'Properties').DefinitionBody ?? null).map((name): [string, Json] => {
      const arn = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api}}/*`;
      const properties = {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: `${name}.Alias` },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Sub': arn },
      };
      return [`${name}${api}Permission`, { Type: 'AWS::Lambda::Permission', Properties: properties }];
    }),
  );
  return Object.fromEntries(permissions);
}
