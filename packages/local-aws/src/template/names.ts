import { createHash } from 'node:crypto';
import { Fields } from './fields.js';
import { resolve } from './intrinsics/resolve.js';
import { mapNode } from './located.js';
import type { Declaration } from './stack/stack.js';

function hash(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

/** A UUID that is the same at every start. */
export function stableUuid(seed: string): string {
  const digits = hash(seed);
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`];
  return [...parts, `a${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-');
}

/** Letters and digits, as ids of APIs and user pools have them; the same at every start. */
export function stableId(seed: string, length: number): string {
  return BigInt(`0x1${hash(seed)}`)
    .toString(36)
    .slice(-length);
}

/** `<stack>-<logical id>`, as CloudFormation derives it but without its random end, cut to `maxLength`. */
export function derivedName(declaration: Declaration, maxLength: number): string {
  const whole = `${declaration.stack.name}-${declaration.logicalId}`;
  if (whole.length <= maxLength) return whole;
  return `${whole.slice(0, maxLength - 9)}-${hash(whole).slice(0, 8)}`;
}

/** The name that the property gives, else the derived one; undefined when the property's value is not known. */
export function physicalName(
  declaration: Declaration,
  property: string,
  maxLength: number,
): string | undefined {
  const given = propertyText(declaration, property);
  return given === 'absent' ? derivedName(declaration, maxLength) : given?.text;
}

/** The text of a property that has no default. */
export function requiredText(declaration: Declaration, property: string): string | undefined {
  const given = propertyText(declaration, property);
  return given === 'absent' ? undefined : given?.text;
}

/** The text of a property, `absent` also for AWS::NoValue; undefined when it is not text, which is told. */
export function propertyText(
  { stack, properties, logicalId, type }: Declaration,
  property: string,
): { text: string } | 'absent' | undefined {
  const node = properties.entries.get(property);
  const resolved = node === undefined ? undefined : resolve(stack, node);
  if (resolved === undefined) return 'absent';
  const alone = mapNode(resolved.place, [[property, resolved]]);
  const text = new Fields(alone, `${logicalId} (${type})`, stack.reading.problems).string(property);
  return text === undefined ? undefined : { text };
}

export function arn(declaration: Declaration, service: string, resource: string): string {
  const { region, accountId } = declaration.stack.reading.options;
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}
