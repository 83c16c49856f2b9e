import type { Json } from '../../system.js';
import type { Fields } from '../fields.js';
import { arn, physicalName } from '../names.js';
import { tagged } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { resourceOf } from './resource-of.js';
import { tableArn } from './table.js';

const attributeTypes = { String: 'S', Number: 'N', Binary: 'B' } as const;

function tableName(declaration: Declaration): string | undefined {
  return physicalName(declaration, 'TableName', 255);
}

function read(declaration: Declaration, fields: Fields): void {
  const name = tableName(declaration);
  if (name === undefined) return;
  const key = readKey(fields);
  declaration.stack.reading.parts.tables.push({
    ...resourceOf(declaration),
    tableName: name,
    arn: arn(declaration, 'dynamodb', `table/${name}`),
    create: {
      TableName: name,
      AttributeDefinitions: [{ AttributeName: key.name, AttributeType: key.type }],
      KeySchema: [{ AttributeName: key.name, KeyType: 'HASH' }],
      ...readThroughput(fields),
    },
  });
}

/** SAM's default is a string called `id`. */
function readKey(fields: Fields): { name: string; type: string } {
  const key = fields.map('PrimaryKey');
  key?.allow({ played: ['Name', 'Type'] });
  key?.require('Name');
  key?.require('Type');
  const types = Object.keys(attributeTypes) as (keyof typeof attributeTypes)[];
  const type = key?.oneOf('Type', types);
  return { name: key?.string('Name') ?? 'id', type: attributeTypes[type ?? 'String'] };
}

function readThroughput(fields: Fields): { [key: string]: Json } {
  const throughput = fields.map('ProvisionedThroughput');
  if (throughput === undefined) return { BillingMode: 'PAY_PER_REQUEST' };
  throughput.allow({ played: ['ReadCapacityUnits', 'WriteCapacityUnits'] });
  const units = (name: string) => throughput.integer(name, [1, 1_000_000]) ?? 1;
  return {
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: {
      ReadCapacityUnits: units('ReadCapacityUnits'),
      WriteCapacityUnits: units('WriteCapacityUnits'),
    },
  };
}

export const simpleTable: ResourceType = {
  properties: {
    played: ['TableName', 'PrimaryKey', 'ProvisionedThroughput'],
    noEffect: {
      ...tagged,
      SSESpecification: 'nothing on this machine is encrypted',
      PointInTimeRecoverySpecification: 'the commit log of --data keeps what is written',
    },
  },
  ref: tableName,
  attributes: { Arn: tableArn },
  read,
};
