import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Json, JsonMap } from '../template/json.js';
import type { SmokeCheck } from './smoke-checks.js';

/** The program stands beside the sources of the plugin, and beside its bundle once that is built. */
function program(): string {
  const candidates = ['../runtime/smoke-test.cjs', './runtime/smoke-test.cjs'].map((each) =>
    fileURLToPath(new URL(each, import.meta.url)),
  );
  const found = candidates.find(existsSync);
  if (found === undefined) throw new Error(`the smoke test is at none of ${candidates.join(', ')}`);
  return readFileSync(found, 'utf8');
}

/** The program of the smoke test with its requests, as Lambda runs it. */
export function smokeTestCode(checks: readonly SmokeCheck[]): string {
  return `${program()}
const { CodeDeploy } = require('@aws-sdk/client-codedeploy');
const { Lambda } = require('@aws-sdk/client-lambda');
exports.handler = smokeTest({
  checks: ${JSON.stringify(checks)},
  version: process.env.VERSION,
  lambda: new Lambda(),
  codeDeploy: new CodeDeploy(),
  log: console.log,
});
`;
}

const sub = (text: string): Json => ({ 'Fn::Sub': text });
const allow = (action: Json, resource: Json): Json => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});

function role({ logicalId: functionId, name }: TestedFunction, logGroup: string): JsonMap {
  const account = `\${AWS::Region}:\${AWS::AccountId}`;
  const group = `\${ServerlessDeploymentApplication}/\${${functionId}DeploymentGroup}`;
  const statements = [
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], { 'Fn::GetAtt': [logGroup, 'Arn'] }),
    // By name: the function's deployment names this hook, and a reference back would be a circle to cfn-lint.
    allow('lambda:InvokeFunction', sub(`arn:\${AWS::Partition}:lambda:${account}:function:${name}:*`)),
    allow(
      'codedeploy:PutLifecycleEventHookExecutionStatus',
      sub(`arn:\${AWS::Partition}:codedeploy:${account}:deploymentgroup:${group}`),
    ),
  ];
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
      Policies: [
        { PolicyName: 'smoke-test', PolicyDocument: { Version: '2012-10-17', Statement: statements } },
      ],
    },
  };
}

/** A function whose new versions are tested. */
export interface TestedFunction {
  readonly logicalId: string;
  /** Its FunctionName, as Fn::Sub takes it. */
  readonly name: string;
  readonly checks: readonly SmokeCheck[];
}

export const smokeTestId = (logicalId: string) => `${logicalId}SmokeTest`;

/** Logical ids of all that one smoke test consists of. */
export const smokeTestResourceIds = (id: string) => [id, `${id}Role`, `${id}LogGroup`] as const;

/**
 * The smoke test of one function. It is not an AWS::Serverless::Function because `Globals` would give it the
 * service's variables; its name begins with what the managed role of CodeDeploy for Lambda may call.
 */
export function smokeTestResources(tested: TestedFunction): JsonMap {
  const { logicalId, name, checks } = tested;
  const [id, roleId, logGroup] = smokeTestResourceIds(smokeTestId(logicalId));
  const functionName = `CodeDeployHook_${name}`;
  return {
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: sub(functionName),
        Description: 'Tests new versions before they get traffic',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 120,
        MemorySize: 256,
        Role: { 'Fn::GetAtt': [roleId, 'Arn'] },
        TracingConfig: { Mode: 'PassThrough' },
        LoggingConfig: { LogGroup: { Ref: logGroup } },
        Environment: { Variables: { VERSION: { Ref: `${logicalId}.Version` } } },
        Code: { ZipFile: smokeTestCode(checks) },
      },
    },
    [roleId]: role(tested, logGroup),
    [logGroup]: {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Retain',
      Properties: { LogGroupName: sub(`/aws/lambda/${functionName}`), RetentionInDays: 14 },
    },
  };
}
