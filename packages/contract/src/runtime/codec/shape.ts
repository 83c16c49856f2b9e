/** What the text of a parameter stands for, from its schema. */
export interface Shape {
  readonly kind: 'text' | 'number' | 'boolean' | 'array' | 'object';
  readonly item?: Shape;
  readonly members?: Readonly<Record<string, Shape>>;
  /** Of the members that are not named. */
  readonly rest?: Shape;
}

const text: Shape = { kind: 'text' };

/** Percent-decoding that leaves alone what is not encoded rightly, so that the codec refuses it and not a crash. */
export function decode(value: string): string {
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
  const members = shape.members ?? {};
  return (Object.hasOwn(members, name) ? members[name] : shape.rest) ?? text;
}
