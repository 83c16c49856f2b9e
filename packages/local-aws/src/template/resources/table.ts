import type { Json } from '../../system.js';
import type { Fields } from '../fields.js';
import { type Located, toJson } from '../located.js';
import { arn, physicalName } from '../names.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { resourceOf } from './resource-of.js';

const maxNameLength = 255;

function tableName(declaration: Declaration): string | undefined {
  return physicalName(declaration, 'TableName', maxNameLength);
}

export function tableArn(declaration: Declaration): string | undefined {
  const name = tableName(declaration);
  return name === undefined ? undefined : arn(declaration, 'dynamodb', `table/${name}`);
}

/** The stream's label is its time of creation in AWS; one machine has one stream a table. */
function streamArn(declaration: Declaration): string | undefined {
  const { stack, logicalId, properties, place } = declaration;
  const table = tableArn(declaration);
  if (properties.entries.has('StreamSpecification')) return table && `${table}/stream/latest`;
  stack.reading.problems.add(place, {
    code: 'no-stream',
    what: `StreamArn of ${logicalId} is used, and the table has no stream`,
    remedy: 'Add StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }.',
  });
  return undefined;
}

function read(declaration: Declaration, fields: Fields): void {
  const name = tableName(declaration);
  if (name === undefined) return;
  if (!/^[\w.-]{3,255}$/.test(name))
    fields.unsupported('TableName', `'${name}' is no name of a table: 3 to 255 letters, digits, _ . and -`);
  fields.require('KeySchema');
  fields.require('AttributeDefinitions');
  const timeToLiveAttribute = readTimeToLive(fields);
  declaration.stack.reading.parts.tables.push({
    ...resourceOf(declaration),
    tableName: name,
    arn: arn(declaration, 'dynamodb', `table/${name}`),
    create: { TableName: name, ...createInput(fields) },
    ...(timeToLiveAttribute === undefined ? {} : { timeToLiveAttribute }),
  });
}

function readTimeToLive(fields: Fields): string | undefined {
  const specification = fields.map('TimeToLiveSpecification');
  specification?.allow({ played: ['AttributeName', 'Enabled'] });
  specification?.require('Enabled');
  if (specification?.boolean('Enabled') !== true) return undefined;
  specification.require('AttributeName');
  return specification.string('AttributeName');
}

/** Properties that are input of CreateTable under the same name and in the same form. */
const asIs = 'AttributeDefinitions KeySchema LocalSecondaryIndexes TableClass Tags'.split(' ');
const throughput = ['ProvisionedThroughput', 'OnDemandThroughput', 'WarmThroughput'];

/** The template's properties as the input of CreateTable has them, where the two differ. */
function createInput(fields: Fields): Record<string, Json> {
  const input: Record<string, Json> = {};
  for (const name of [...asIs, ...throughput]) {
    const node = fields.get(name);
    if (node !== undefined) input[name] = throughput.includes(name) ? numbers(node) : toJson(node);
  }
  input.BillingMode = fields.has('BillingMode')
    ? (fields.oneOf('BillingMode', ['PROVISIONED', 'PAY_PER_REQUEST']) ?? 'PAY_PER_REQUEST')
    : 'PROVISIONED';
  if (fields.has('GlobalSecondaryIndexes'))
    input.GlobalSecondaryIndexes = fields.maps('GlobalSecondaryIndexes').map(readGlobalIndex);
  if (fields.has('StreamSpecification')) input.StreamSpecification = readStream(fields);
  if (fields.has('SSESpecification')) input.SSESpecification = readEncryption(fields);
  if (fields.has('DeletionProtectionEnabled'))
    input.DeletionProtectionEnabled = fields.boolean('DeletionProtectionEnabled') ?? false;
  return input;
}

function readGlobalIndex(index: Fields): Json {
  index.allow({
    played: ['IndexName', 'KeySchema', 'Projection', ...throughput],
    noEffect: { ContributorInsightsSpecification: 'there are no metrics' },
  });
  for (const name of ['IndexName', 'KeySchema', 'Projection']) index.require(name);
  return Object.fromEntries(
    [...index.node.entries]
      .filter(([name]) => name !== 'ContributorInsightsSpecification')
      .map(([name, node]) => [name, throughput.includes(name) ? numbers(node) : toJson(node)]),
  );
}

/** Capacity units come as strings where a parameter gives them. */
function numbers(node: Located): Json {
  if (node.kind !== 'map') return toJson(node);
  return Object.fromEntries(
    Array.from(node.entries, ([name, value]) => [name, value.kind === 'scalar' ? Number(value.text) : 0]),
  );
}

const ownPolicies =
  'Grant it by the policies of the functions: those of tables are not held against them here.';

/** A template says only the view type; CreateTable also wants the switch. */
function readStream(fields: Fields): Json {
  const stream = fields.map('StreamSpecification');
  stream?.allow({
    played: ['StreamViewType'],
    refused: { ResourcePolicy: ownPolicies },
  });
  stream?.require('StreamViewType');
  const views = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] as const;
  return { StreamEnabled: true, StreamViewType: stream?.oneOf('StreamViewType', views) ?? 'KEYS_ONLY' };
}

function readEncryption(fields: Fields): Json {
  const encryption = fields.map('SSESpecification');
  encryption?.allow({ played: ['SSEEnabled', 'SSEType', 'KMSMasterKeyId'] });
  const rest = ['SSEType', 'KMSMasterKeyId'].flatMap((name) =>
    encryption?.has(name) ? [[name, encryption.string(name) ?? ''] as const] : [],
  );
  return { Enabled: encryption?.boolean('SSEEnabled') ?? false, ...Object.fromEntries(rest) };
}

export const table: ResourceType = {
  properties: {
    played: [
      ...asIs,
      ...throughput,
      'TableName',
      'BillingMode',
      'GlobalSecondaryIndexes',
      'StreamSpecification',
      'SSESpecification',
      'DeletionProtectionEnabled',
      'TimeToLiveSpecification',
    ],
    noEffect: {
      PointInTimeRecoverySpecification: 'the commit log of --data keeps what is written',
      ContributorInsightsSpecification: 'there are no metrics',
    },
    refused: {
      ResourcePolicy: ownPolicies,
      KinesisStreamSpecification: 'Use the stream of the table.',
      ImportSourceSpecification: 'Write the items after the start.',
    },
  },
  ref: tableName,
  attributes: { Arn: tableArn, StreamArn: streamArn },
  read,
};
