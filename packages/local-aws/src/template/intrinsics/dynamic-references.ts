import { type Located, type LocatedScalar, textNode } from '../located.js';
import type { DynamicReferenceService } from '../options.js';
import type { Stack } from '../stack/stack.js';

const dynamicReference = /\{\{resolve:(ssm-secure|ssm|secretsmanager):([^{}]+)\}\}/g;

/** Puts the values of all `{{resolve:service:name}}` in a text. */
export function resolveDynamicReferences(stack: Stack, node: LocatedScalar): Located {
  if (!node.text.includes('{{resolve:')) return node;
  let missing = false;
  const text = node.text.replace(dynamicReference, (whole, service: DynamicReferenceService, key: string) => {
    const value = service === 'secretsmanager' ? secret(stack, key) : parameter(stack, service, key);
    if (value !== undefined) return value;
    missing = true;
    tellMissing(stack, node, whole);
    return '';
  });
  return missing ? { kind: 'unresolved', place: node.place } : textNode(node.place, text);
}

/** `name` or `name:version`; one machine keeps the newest version alone. */
function parameter(stack: Stack, service: 'ssm' | 'ssm-secure', key: string): string | undefined {
  return stack.reading.options.dynamicReference(service, key.replace(/:\d+$/, ''));
}

/** `id:SecretString:json-key:stage:version`, where all but the id may be left out and the id may be an ARN. */
function secret(stack: Stack, key: string): string | undefined {
  const [, id, , jsonKey] = /^(arn(?::[^:]*){6}|[^:]+)(:SecretString)?(?::([^:]*))?/.exec(key) ?? [];
  if (id === undefined) return undefined;
  const value = stack.reading.options.dynamicReference('secretsmanager', id);
  if (value === undefined || jsonKey === undefined || jsonKey === '') return value;
  return memberOf(value, jsonKey);
}

function memberOf(text: string, key: string): string | undefined {
  try {
    const member = (JSON.parse(text) as Record<string, unknown> | null)?.[key];
    return member === undefined ? undefined : String(member);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function tellMissing(stack: Stack, node: LocatedScalar, reference: string): void {
  stack.reading.problems.add(node.place, {
    code: 'dynamic-reference',
    what: `${reference} leads to no value`,
    remedy: 'Give the parameter or secret a value for this environment, or correct its name.',
  });
}
