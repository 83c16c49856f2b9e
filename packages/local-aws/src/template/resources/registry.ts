import type { ResourceType } from '../stack/stack.js';
import { api } from './api.js';
import { apiKey } from './api-key.js';
import { userPool, userPoolClient, userPoolDomain, userPoolResourceServer } from './cognito.js';
import { eventBus } from './event-bus.js';
import { eventSourceMapping } from './event-source-mapping.js';
import { serverlessFunction } from './function.js';
import { httpApi } from './http-api.js';
import { iamManagedPolicy, iamPolicy, iamRole } from './iam-role.js';
import { lambdaPermission } from './lambda-permission.js';
import { application, cloudFormationStack } from './nested-stack.js';
import { queue } from './queue.js';
import { queuePolicy } from './queue-policy.js';
import { rule } from './rule.js';
import { simpleTable } from './simple-table.js';
import { ssmParameter } from './ssm-parameter.js';
import { table } from './table.js';
import { subscription, topic, topicPolicy } from './topic.js';
import { usagePlan, usagePlanKey } from './usage-plan.js';
import { typesWithoutBehaviour } from './without-behaviour.js';

/** Every type that a template may use; all others are refused by name. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map<string, ResourceType>([
  ['AWS::Serverless::Function', serverlessFunction],
  ['AWS::Serverless::Api', api],
  ['AWS::Serverless::HttpApi', httpApi],
  ['AWS::ApiGateway::ApiKey', apiKey],
  ['AWS::ApiGateway::UsagePlan', usagePlan],
  ['AWS::ApiGateway::UsagePlanKey', usagePlanKey],
  ['AWS::Serverless::SimpleTable', simpleTable],
  ['AWS::Serverless::Application', application],
  ['AWS::CloudFormation::Stack', cloudFormationStack],
  ['AWS::DynamoDB::Table', table],
  ['AWS::SQS::Queue', queue],
  ['AWS::SQS::QueuePolicy', queuePolicy],
  ['AWS::Events::EventBus', eventBus],
  ['AWS::Events::Rule', rule],
  ['AWS::Lambda::EventSourceMapping', eventSourceMapping],
  ['AWS::Lambda::Permission', lambdaPermission],
  ['AWS::SNS::Topic', topic],
  ['AWS::SNS::TopicPolicy', topicPolicy],
  ['AWS::SNS::Subscription', subscription],
  ['AWS::SSM::Parameter', ssmParameter],
  ['AWS::IAM::Role', iamRole],
  ['AWS::IAM::Policy', iamPolicy],
  ['AWS::IAM::ManagedPolicy', iamManagedPolicy],
  ['AWS::Cognito::UserPool', userPool],
  ['AWS::Cognito::UserPoolClient', userPoolClient],
  ['AWS::Cognito::UserPoolResourceServer', userPoolResourceServer],
  ['AWS::Cognito::UserPoolDomain', userPoolDomain],
  ...typesWithoutBehaviour,
]);
