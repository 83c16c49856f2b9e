import { cheapenTemplate } from './cheapen-template.js';

test('tables go with their stack and keep no backups', () => {
  const table = {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: { TableName: 't', PointInTimeRecoverySpecification: {}, DeletionProtectionEnabled: true },
  };
  expect(cheapenTemplate({ Resources: { Table: table } }).Resources).toEqual({
    Table: {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
      Properties: { TableName: 't' },
    },
  });
});

test('functions take no concurrency from others and are not traced, and logs stay a day', () => {
  const cheap = cheapenTemplate({
    Globals: { Api: { A: 1 }, Function: { Tracing: 'Active', Timeout: 3 } },
    Resources: {
      F: {
        Type: 'AWS::Serverless::Function',
        Properties: { CodeUri: 'x', ReservedConcurrentExecutions: 5, DeploymentPreference: {} },
      },
      L: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 365 } },
      A: { Type: 'AWS::Serverless::Api', Properties: { TracingEnabled: true } },
    },
  });
  expect(cheap).toEqual({
    Globals: { Api: { A: 1 }, Function: { Tracing: 'PassThrough', Timeout: 3 } },
    Resources: {
      F: { Type: 'AWS::Serverless::Function', Properties: { CodeUri: 'x' } },
      L: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 1 } },
      A: { Type: 'AWS::Serverless::Api', Properties: { TracingEnabled: false } },
    },
  });
});

test('alarms and dashboards are left out, but for one that something else names', () => {
  const alarm = { Type: 'AWS::CloudWatch::Alarm' };
  const user = { Type: 'X', Properties: { Alarm: { Ref: 'Named' } } };
  const cheap = cheapenTemplate({
    Resources: { Named: alarm, Other: alarm, Board: { Type: 'AWS::CloudWatch::Dashboard' }, User: user },
  });
  expect(Object.keys(cheap.Resources as object)).toEqual(['Named', 'User']);
});
