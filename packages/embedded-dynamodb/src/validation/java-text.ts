import type { Shape } from './shape.js';

/** A value as DynamoDB prints it in a validation message: the way of Java's toString. */
export function javaText(value: unknown, shape: Shape): string {
  if (value === undefined || value === null) return 'null';
  if (shape.kind === 'list')
    return `[${(value as unknown[]).map((each) => javaText(each, shape.of)).join(', ')}]`;
  if (shape.kind === 'map') {
    const entries = Object.entries(value as object);
    return `{${entries.map(([key, each]) => `${key}=${javaText(each, shape.of)}`).join(', ')}}`;
  }
  if (shape.kind === 'struct') {
    const members = Object.entries(shape.members).map(
      ([name, member]) => `${lowerFirst(name)}=${javaText((value as Record<string, unknown>)[name], member)}`,
    );
    return `${shape.name}(${members.join(', ')})`;
  }
  return shape.kind === 'value' ? attributeText(value as Record<string, unknown>) : String(value);
}

function attributeText(value: Record<string, unknown>): string {
  const [type = '', content] = Object.entries(value)[0] ?? [];
  if (type === 'M') return `AttributeValue(m=${javaText(content, { kind: 'map', of: { kind: 'value' } })})`;
  if (type === 'L') return `AttributeValue(l=${javaText(content, { kind: 'list', of: { kind: 'value' } })})`;
  const printed = Array.isArray(content) ? `[${content.join(', ')}]` : String(content);
  return `AttributeValue(${type.toLowerCase()}=${printed})`;
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
