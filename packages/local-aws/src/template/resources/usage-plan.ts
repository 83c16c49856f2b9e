import type { PlannedStage, Quota, Throttle } from '../../system.js';
import { defined, type Fields } from '../fields.js';
import { derivedName, physicalName, stableId } from '../names.js';
import { tagged } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { resourceOf } from './resource-of.js';

const most = 2 ** 31 - 1;

function usagePlanId({ stack, logicalId }: Declaration): string {
  return stableId(`plan ${stack.path}/${logicalId}`, 6);
}

/** Both are asked for: API Gateway does not say what one alone means. */
export function readThrottle(fields: Fields): Throttle {
  fields.allow({ played: ['RateLimit', 'BurstLimit'] });
  fields.require('RateLimit');
  fields.require('BurstLimit');
  return {
    rateLimit: fields.number('RateLimit', [0, most]) ?? 0,
    burstLimit: fields.integer('BurstLimit', [0, most]) ?? 0,
  };
}

export function readQuota(fields: Fields): Quota | undefined {
  fields.allow({
    played: ['Limit', 'Period'],
    refused: { Offset: 'Remove it: the first period is as long as the others.' },
  });
  fields.require('Limit');
  fields.require('Period');
  const limit = fields.integer('Limit', [0, most]);
  const period = fields.oneOf('Period', ['DAY', 'WEEK', 'MONTH']);
  return limit === undefined || period === undefined ? undefined : { limit, period };
}

function readStage(fields: Fields): PlannedStage[] {
  fields.allow({ played: ['ApiId', 'Stage', 'Throttle'] });
  fields.require('ApiId');
  fields.require('Stage');
  const restApiId = fields.string('ApiId');
  const stageName = fields.string('Stage');
  const throttles = fields.map('Throttle');
  const methodThrottles = [...(throttles?.node.entries.keys() ?? [])].flatMap((name) => {
    const each = throttles?.map(name);
    return each === undefined ? [] : [[name, readThrottle(each)] as const];
  });
  if (restApiId === undefined || stageName === undefined) return [];
  return [{ restApiId, stageName, methodThrottles: Object.fromEntries(methodThrottles) }];
}

function read(declaration: Declaration, fields: Fields): void {
  const throttle = fields.map('Throttle');
  const quota = fields.map('Quota');
  const stages = fields.maps('ApiStages').flatMap(readStage);
  declaration.stack.reading.parts.usagePlans.push({
    ...resourceOf(declaration),
    id: usagePlanId(declaration),
    name: physicalName(declaration, 'UsagePlanName', 255) ?? derivedName(declaration, 255),
    stages,
    ...defined<{ throttle: Throttle; quota: Quota }>({
      throttle: throttle && readThrottle(throttle),
      quota: quota && readQuota(quota),
    }),
  });
}

export const usagePlan: ResourceType = {
  properties: {
    played: ['ApiStages', 'Quota', 'Throttle', 'UsagePlanName'],
    noEffect: { Description: 'for people', ...tagged },
  },
  ref: usagePlanId,
  attributes: { Id: usagePlanId },
  read,
};

export const usagePlanKey: ResourceType = {
  properties: { played: ['KeyId', 'KeyType', 'UsagePlanId'] },
  ref: (declaration) => stableId(`plan key ${declaration.stack.path}/${declaration.logicalId}`, 10),
  read(declaration, fields) {
    for (const name of ['KeyId', 'KeyType', 'UsagePlanId']) fields.require(name);
    fields.oneOf('KeyType', ['API_KEY']);
    const [keyId, usagePlanId] = [fields.string('KeyId'), fields.string('UsagePlanId')];
    if (keyId === undefined || usagePlanId === undefined) return;
    declaration.stack.reading.parts.usagePlanKeys.push({ ...resourceOf(declaration), keyId, usagePlanId });
  },
};
