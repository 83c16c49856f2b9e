import { topicParameter } from '../alarms/alarm.js';
import { topicDeclaration } from '../alarms/with-alarms.js';
import { revisionParameter, rootRevision } from '../canary/published-version.js';
import { trafficShift, trafficShiftParameter } from '../canary/release-functions.js';
import { type Json, type JsonMap, mapAt } from '../template/json.js';
import { resourcesOf, type System } from './read-system.js';

/** The root template with the parameters that completed services take, handed on to each of them. */
export function completeRoot({ root, services }: System): JsonMap {
  const nested = new Set(services.map(({ logicalId }) => logicalId));
  const resources = resourcesOf(root.value).map(([logicalId, resource]): [string, Json] => {
    if (!nested.has(logicalId)) return [logicalId, resource];
    const properties = mapAt(resource, 'Properties');
    const parameters = {
      [trafficShiftParameter]: { Ref: trafficShiftParameter },
      ...mapAt(properties, 'Parameters'),
      [topicParameter]: { Ref: topicParameter },
    };
    return [logicalId, { ...resource, Properties: { ...properties, Parameters: parameters } }];
  });
  return {
    ...root.value,
    Parameters: {
      [trafficShiftParameter]: trafficShift,
      ...mapAt(root.value, 'Parameters'),
      [topicParameter]: topicDeclaration,
      [revisionParameter]: rootRevision,
    },
    Resources: Object.fromEntries(resources),
  };
}
