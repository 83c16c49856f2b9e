import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourcesOf, type System } from '../system/read-system.js';
import { type Json, type JsonMap, mapAt } from '../template/json.js';
import { TemplateError } from '../template/template-error.js';
import { unzip } from './content-hash.js';

/** "Understand CloudFormation quotas": template body in a bucket, and what a template may have. */
const mostBytes = 1_000_000;
const most: Readonly<Record<string, number>> = {
  Resources: 500,
  Parameters: 200,
  Outputs: 200,
  Mappings: 200,
};
/** "Lambda quotas": deployment package, unzipped. */
const mostCodeBytes = 262_144_000;

const number = (value: number) => value.toLocaleString('en-US');

function checkCode(place: string, folder: string): void {
  const functions = join(folder, 'functions');
  for (const file of existsSync(functions) ? readdirSync(functions) : []) {
    const entries = unzip(readFileSync(join(functions, file)));
    const bytes = entries.reduce((sum, { contents }) => sum + contents.length, 0);
    if (bytes > mostCodeBytes)
      throw new TemplateError(
        place,
        `the code of a function has ${number(bytes)} bytes; Lambda takes ${number(mostCodeBytes)}`,
        'Leave out what it does not call, or move data to a bucket.',
      );
  }
}

/**
 * Holds a template, and the code in `folder`, against what AWS takes, before anything is uploaded. Errors: TemplateError.
 *
 * @param place of the template, for the message.
 */
export function checkLimits(place: string, template: JsonMap, folder?: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(template));
  if (bytes > mostBytes)
    throw new TemplateError(
      place,
      `the template has ${number(bytes)} bytes; CloudFormation takes ${number(mostBytes)}`,
      'Split the service in two, or shorten descriptions in its contract: the API definition is part of it.',
    );
  for (const [section, limit] of Object.entries(most)) {
    const count = Object.keys(mapAt(template, section)).length;
    if (count > limit)
      throw new TemplateError(
        place,
        `the template has ${number(count)} ${section}; CloudFormation takes ${number(limit)}`,
        'Split the service in two.',
      );
  }
  if (folder !== undefined) checkCode(place, folder);
}

/** Properties by which resources of one type are told apart in an account. */
const nameOf: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'FunctionName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
};

/** Two services that name a resource alike would fail half-way through a deployment. Errors: TemplateError. */
export function checkNames({ services }: System): void {
  const first = new Map<string, string>();
  for (const { template, value } of services)
    for (const [logicalId, { Type: type = '', Properties: properties = {} }] of resourcesOf(value)) {
      const property = nameOf[String(type)] ?? '';
      const name: Json | undefined = mapAt({ properties }, 'properties')[property];
      if (name === undefined) continue;
      const place = template.place('Resources', logicalId, 'Properties', property);
      const known = first.get(`${type} ${JSON.stringify(name)}`);
      if (known !== undefined)
        throw new TemplateError(
          place,
          `${logicalId} has the ${property} that stands at ${known}, too`,
          'Put the name of the service in front of it.',
        );
      first.set(`${type} ${JSON.stringify(name)}`, place);
    }
}
