import { resourcesOf, type ServiceStack } from '../system/read-system.js';
import { type Json, type JsonMap, mapAt } from '../template/json.js';
import { TemplateError } from '../template/template-error.js';
import { withAccessLogs } from './access-logs.js';
import { type Alarm, alarmResource, topicParameter, watchedCondition } from './alarm.js';
import { dashboardResource } from './dashboard.js';
import { operationAlarms } from './operation-alarms.js';
import { deadLetterAlarm, functionAlarms, workQueueAlarm } from './part-alarms.js';
import { type Watched, watchedOf } from './watched.js';

/** Resources of a template ("AWS CloudFormation quotas"); SAM makes about three of a function. */
const mostResources = 500;

export const topicDeclaration: JsonMap = {
  Type: 'String',
  Default: '',
  Description: 'SNS topic that alarms are sent to; empty - they are seen in the console alone',
};

/** Alarms and dashboards cost by the piece: where the data is real, and where somebody wants to be told. */
const conditions: JsonMap = {
  AlarmTopic: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: topicParameter }, ''] }] },
  [watchedCondition]: { 'Fn::Or': [{ Condition: 'Production' }, { Condition: 'AlarmTopic' }] },
};

function alarmsOf(watched: Watched): Alarm[] {
  return [
    ...watched.apis.flatMap((api) => api.operations.flatMap((each) => operationAlarms(api, each))),
    ...watched.functions.flatMap(functionAlarms),
    ...watched.deadLetterQueues.map(deadLetterAlarm),
    ...watched.workQueues.map(workQueueAlarm),
  ];
}

/** Logical ids take letters and digits alone. */
function logicalId(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Alarm`;
}

/** Capital first, as all logical ids of the service begin: `orders` → `Orders`. */
function prefixOf(service: string): string {
  return logicalId(service).replace(/Alarm$/, '');
}

function refuseTooMany({ template, service }: ServiceStack, resources: JsonMap): void {
  const count = Object.keys(resources).length;
  if (count <= mostResources) return;
  throw new TemplateError(
    template.place('Resources'),
    `${service} has ${count} resources with its alarms, and CloudFormation takes ${mostResources}`,
    'Part the service, or its contract: each operation has two alarms.',
  );
}

/**
 * The template with alarms for each operation, function, stream and queue, with a dashboard and with access logs, all
 * under the condition `Watched`. `template` has the condition `Production`. Errors: TemplateError.
 */
export function withAlarms(service: ServiceStack, template: JsonMap): JsonMap {
  const watched = watchedOf(service, template);
  const prefix = prefixOf(service.service);
  const alarms = alarmsOf(watched).map((alarm): [string, Json] => {
    const id = logicalId(alarm.name);
    return [id.startsWith(prefix) ? id : `${prefix}${id}`, alarmResource(service.service, alarm)];
  });
  const resources = {
    ...Object.fromEntries(resourcesOf(withAccessLogs(service, template))),
    ...Object.fromEntries(alarms),
    [`${prefix}Dashboard`]: dashboardResource(service.service, watched),
  };
  refuseTooMany(service, resources);
  return {
    ...template,
    Parameters: { ...mapAt(template, 'Parameters'), [topicParameter]: topicDeclaration },
    Conditions: { ...mapAt(template, 'Conditions'), ...conditions },
    Resources: resources,
  };
}
