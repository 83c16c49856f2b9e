/** What one media type of a request body is to code, as texts of types. */
export interface BodyOfType {
  readonly type: string;
  readonly mediaType: string;
}

export interface RequestBodies {
  readonly required: boolean;
  readonly bodies: readonly BodyOfType[];
  /** A caller may leave out the first media type; a handler is always told. */
  readonly isGiven: boolean;
  /** Which media type it is cannot be told from the contract: it has several, or a range. */
  readonly isOpen: boolean;
}

function byType(bodies: readonly BodyOfType[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { type, mediaType } of bodies) found.set(type, [...(found.get(type) ?? []), mediaType]);
  return found;
}

/** The members of a request for its body, where every media type has a body of one type. */
export function bodyMembers({ bodies, required, isOpen }: RequestBodies): string[] {
  const [type = 'unknown'] = byType(bodies).keys();
  const member = `  readonly body${required ? '' : '?'}: ${type};\n`;
  const types = bodies.map(({ mediaType }) => mediaType).join(' | ');
  return isOpen ? [member, `  readonly contentType?: ${types};\n`] : [member];
}

/**
 * Alternatives that `contentType` tells apart, where the body of one media type is no body of another: what a client
 * gives is written as what it says, and the first media type is what it says by saying nothing. Undefined where all
 * bodies have one type.
 */
export function bodyAlternatives({ bodies, required, isGiven }: RequestBodies): string | undefined {
  const types = byType(bodies);
  if (types.size < 2) return undefined;
  const alternatives = Array.from(types, ([type, mediaTypes], index) => {
    const isFirst = index === 0;
    const optional = isFirst && !required ? '?' : '';
    const unsaid = isFirst && (!isGiven || !required) ? '?' : '';
    return `\n  | { readonly body${optional}: ${type}; readonly contentType${unsaid}: ${mediaTypes.join(' | ')} }`;
  });
  return alternatives.join('');
}
