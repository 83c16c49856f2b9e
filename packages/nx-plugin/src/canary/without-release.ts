import { resourcesOf } from '../system/read-system.js';
import { type Json, type JsonMap, mapAt } from '../template/json.js';
import { smokeTestId, smokeTestResourceIds } from './smoke-test-resources.js';

function withoutPreference(resource: JsonMap): JsonMap {
  if (resource.Type !== 'AWS::Serverless::Function') return resource;
  const { DeploymentPreference: _, ...properties } = mapAt(resource, 'Properties');
  return { ...resource, Properties: properties };
}

/**
 * The template of a service whose functions take all traffic at once, without CodeDeploy and so without smoke tests,
 * whose roles name what SAM makes for CodeDeploy alone. The aliases stay: APIs call them.
 */
export function withoutRelease(template: JsonMap): JsonMap {
  const resources = resourcesOf(template);
  const tests = new Set(resources.flatMap(([id]) => smokeTestResourceIds(smokeTestId(id))));
  const left = resources
    .filter(([id]) => !tests.has(id))
    .map(([id, resource]): [string, Json] => [id, withoutPreference(resource)]);
  return { ...template, Resources: Object.fromEntries(left) };
}
