const annotations: readonly (readonly [RegExp, string])[] = [
  [/^function (is\d+)\(u: unknown\): boolean \{$/gm, 'function $1(u) {'],
  [/^const (\w+): unknown = /gm, 'const $1 = '],
  [/^const evaluated = new Set<string>\(\);$/gm, 'const evaluated = new Set();'],
  [
    /^function (collect\d+)\(u: unknown, context: t\.Context, errors: t\.ValidationError\[\]\): void \{$/gm,
    'function $1(u, context, errors) {',
  ],
  [
    /^function (evaluate\d+)\(u: unknown, evaluated: Set<string>, own: boolean\): void \{$/gm,
    'function $1(u, evaluated, own) {',
  ],
];

/**
 * The functions of schemas as JavaScript: the few forms of annotation that they are printed with are left out. No
 * string of a document stands at the beginning of a line, so that none is taken for one of them.
 */
export function withoutTypes(text: string): string {
  return annotations.reduce((plain, [annotated, bare]) => plain.replaceAll(annotated, bare), text);
}
