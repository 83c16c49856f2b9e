/** The heads of functions, and the two statements that name a type. */
const annotated =
  /^(?:(const \w+): (?:unknown|Conversion) = |(function \w+)\(([^)]*)\): (?:boolean|void) \{$|const evaluated = new Set<string>\(\);$)/gm;

function bare(_whole: string, constant?: string, head?: string, parameters = ''): string {
  if (constant !== undefined) return `${constant} = `;
  if (head !== undefined) return `${head}(${parameters.replaceAll(/: [^,]+/g, '')}) {`;
  return 'const evaluated = new Set();';
}

/**
 * The functions of schemas as JavaScript: the few forms of annotation that they are printed with are left out. No
 * string of a document stands at the beginning of a line, so that none is taken for one of them.
 */
export function withoutTypes(text: string): string {
  return text.replace(annotated, bare);
}
