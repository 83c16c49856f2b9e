import { isDeepStrictEqual } from 'node:util';
import { resourcesOf } from '../system/read-system.js';
import { type Json, type JsonMap, mapAt, mapsIn } from '../template/json.js';

/** CodeDeploy takes no more alarms for one deployment group ("CodeDeploy quotas"). */
const mostAlarms = 10;

/** Whether the alarm has the dimension with a resource of the template: by its Ref, or by what it is called. */
function watches(
  alarm: JsonMap,
  template: JsonMap,
  [dimension, logicalId]: readonly [string, string],
): boolean {
  const { FunctionName: functionName, Name: name } = mapAt(template, 'Resources', logicalId, 'Properties');
  const values = [{ Ref: logicalId }, dimension === 'FunctionName' ? functionName : name];
  return [...mapsIn(alarm)].some(
    ({ Name: named, Value: value }) =>
      named === dimension &&
      value !== undefined &&
      values.some((each) => each !== undefined && isDeepStrictEqual(each, value)),
  );
}

/** What the function does itself counts most, then failures of its APIs, then their times. */
function urgency(alarm: JsonMap, ofFunction: boolean): number {
  if (ofFunction) return 0;
  return [...mapsIn(alarm)].some(({ MetricName: metric }) => metric === '5XXError') ? 1 : 2;
}

/**
 * The alarms at which a release of the function goes back, as `DeploymentPreference` takes them: the most urgent ones
 * that watch it or its APIs. SAM takes conditions around the whole list alone, so that of the alarms with one only those
 * with the first condition count. Undefined when there are none.
 */
export function releaseAlarms(
  template: JsonMap,
  logicalId: string,
  apis: readonly string[],
): Json | undefined {
  const found = resourcesOf(template)
    .filter(([, { Type: type }]) => type === 'AWS::CloudWatch::Alarm')
    .flatMap(([id, alarm]) => {
      const ofFunction = watches(alarm, template, ['FunctionName', logicalId]);
      const ofApi = apis.some((api) => watches(alarm, template, ['ApiName', api]));
      const { Condition: condition } = alarm;
      return ofFunction || ofApi ? [{ id, condition, urgency: urgency(alarm, ofFunction) }] : [];
    })
    .sort((a, b) => a.urgency - b.urgency);
  const first = found.find(({ condition }) => condition !== undefined)?.condition;
  const most = (alarms: readonly { readonly id: string }[]): Json[] =>
    alarms.slice(0, mostAlarms).map(({ id }) => ({ Ref: id }));
  const always = most(found.filter(({ condition }) => condition === undefined));
  if (first === undefined) return always.length > 0 ? always : undefined;
  const sometimes = most(found.filter(({ condition }) => condition === undefined || condition === first));
  return { 'Fn::If': [first, sometimes, always.length > 0 ? always : [{ Ref: 'AWS::NoValue' }]] };
}
