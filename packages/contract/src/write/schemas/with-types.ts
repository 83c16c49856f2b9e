/** The two statements that name a type. */
const annotated = /^(?:const (v\d+) = |const evaluated = new Set\(\);$)/gm;

/**
 * The body of a function in TypeScript: variables that hold a part of the value are unknown. No string of a document
 * stands at the beginning of a line, so that none is taken for a declaration.
 */
export function withTypes(body: string): string {
  return body.replace(annotated, (_whole, variable?: string) =>
    variable === undefined ? 'const evaluated = new Set<string>();' : `const ${variable}: unknown = `,
  );
}
