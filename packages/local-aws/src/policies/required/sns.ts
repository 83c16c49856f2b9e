import type { Access } from '../access.js';
import { type Around, arnIn, type Input, text } from './required.js';

/** A batch needs what a single message needs. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export function snsAccess(action: string, input: Input, around: Around): Access[] {
  if (action === 'ListTopics') return [{ action: 'sns:ListTopics', resource: arnIn(around, 'sns', '*') }];
  const resource = text(input, 'TopicArn') ?? text(input, 'TargetArn');
  if (resource === undefined) return [];
  return [{ action: action === 'PublishBatch' ? 'sns:Publish' : `sns:${action}`, resource }];
}
