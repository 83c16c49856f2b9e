import { type Json, type JsonMap, mapAt, mapsIn, valueAt } from '../template/json.js';
import { resourcesOf } from './read-system.js';

/** Logical ids of the functions that a definition's integrations name: `…/functions/${OrdersFunction.Arn}/invocations`. */
function integratedFunctions(definition: Json): string[] {
  const names = [...mapsIn(definition)].flatMap((map) => {
    const uri = valueAt(map, 'x-amazon-apigateway-integration', 'uri', 'Fn::Sub');
    const name = typeof uri === 'string' ? /\$\{(\w+)\.Arn\}\/invocations$/.exec(uri)?.[1] : undefined;
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)];
}

/**
 * The permissions by which APIs call the functions of their definitions. SAM makes them for events of functions alone,
 * and API Gateway answers 500 where one is missing.
 */
export function apiPermissions(template: JsonMap): JsonMap {
  const apis = resourcesOf(template).filter(([, { Type: type }]) => type === 'AWS::Serverless::Api');
  const permissions = apis.flatMap(([api, resource]) =>
    integratedFunctions(mapAt(resource, 'Properties').DefinitionBody ?? null).map((name): [string, Json] => {
      const arn = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api}}/*`;
      const properties = {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: name },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Sub': arn },
      };
      return [`${name}${api}Permission`, { Type: 'AWS::Lambda::Permission', Properties: properties }];
    }),
  );
  return Object.fromEntries(permissions);
}
