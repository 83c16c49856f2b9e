import type { Json, JsonMap } from '../template/json.js';

/** What one alarm says, and what it looks at. */
export interface Alarm {
  /** Behind the service's name and the stage in the alarm's name. */
  readonly name: string;
  /** What has happened, what it means and where to look. */
  readonly about: string;
  /** `Namespace`, `MetricName`, `Dimensions`, `Statistic`, …, or `Metrics`. */
  readonly metric: JsonMap;
  readonly above: number;
  /** Seconds that one value is of; CloudWatch takes 10, 30 and multiples of 60. */
  readonly periodSeconds: number;
  /** Of so many periods, so many must be above. */
  readonly periods: readonly [above: number, of: number];
}

export function dimensions(values: JsonMap): Json {
  return Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
}

/** Name of the condition under which alarms and dashboards are made. */
export const watchedCondition = 'Watched';

/** Parameter that names the SNS topic to which alarms go; empty, they are seen in the console alone. */
export const topicParameter = 'AlarmTopicArn';

const toTopic: Json = { 'Fn::If': ['AlarmTopic', [{ Ref: topicParameter }], { Ref: 'AWS::NoValue' }] };

/**
 * The resource of an alarm. No data is no trouble: nobody has called ("Configuring how CloudWatch alarms treat missing
 * data").
 */
export function alarmResource(service: string, alarm: Alarm): JsonMap {
  const { name, about, metric, above, periodSeconds, periods } = alarm;
  const period: JsonMap = metric.Metrics === undefined ? { Period: periodSeconds } : {};
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Condition: watchedCondition,
    Properties: {
      AlarmName: { 'Fn::Sub': `${service}-\${Stage}-${name}` },
      AlarmDescription: about,
      ...metric,
      ...period,
      DatapointsToAlarm: periods[0],
      EvaluationPeriods: periods[1],
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: above,
      TreatMissingData: 'notBreaching',
      AlarmActions: toTopic,
      OKActions: toTopic,
    },
  };
}
