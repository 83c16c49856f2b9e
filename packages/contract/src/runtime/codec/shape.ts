/** What the text of a parameter stands for, from its schema. */
export interface Shape {
  readonly kind: 'text' | 'number' | 'boolean' | 'array' | 'object';
  readonly item?: Shape;
  readonly members?: Readonly<Record<string, Shape>>;
  /** Members that are called as what every object inherits: in `members` TypeScript would take them for that. */
  readonly inherited?: readonly (readonly [name: string, shape: Shape])[];
  /** Of the members that are not named. */
  readonly rest?: Shape;
}

const text: Shape = { kind: 'text' };

/** Percent-decoding that leaves alone what is not encoded rightly, so that the codec refuses it and not a crash. */
export function decode(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

export function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    // What is no JSON stays text, which the codec then refuses with the parameter's place.
    return value;
  }
}

/**
 * The value that a text stands for; what is no number or boolean stays text, for the codec to refuse. An array or
 * object where the style has no form of its own for one is JSON.
 */
export function scalar(value: string, shape: Shape): unknown {
  if (shape.kind === 'array' || shape.kind === 'object') return jsonOf(value);
  if (shape.kind === 'number' && /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return Number(value);
  if (shape.kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

/** What a member of an object stands for. */
export function memberShape(shape: Shape, name: string): Shape {
  const { members = {}, inherited } = shape;
  if (Object.hasOwn(members, name)) return members[name] ?? text;
  return inherited?.find(([each]) => each === name)?.[1] ?? shape.rest ?? text;
}

export function memberNames({ members = {}, inherited = [] }: Shape): string[] {
  return [...Object.keys(members), ...inherited.map(([name]) => name)];
}
