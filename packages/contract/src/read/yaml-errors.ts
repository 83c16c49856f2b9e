import type { YAMLParseError } from 'yaml';

/** Errors of the package `yaml` whose own words say little to who wrote the text. */
const words: readonly (readonly [string, RegExp, string])[] = [
  ['TAB_AS_INDENT', /./, 'a tab stands where YAML takes spaces alone'],
  [
    'BAD_INDENT',
    /^All (mapping|collection|sequence) items/,
    'it is indented otherwise than what stands beside it',
  ],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    /./,
    "a ': ' in a text begins another mapping: put the text in quotes, or mend the line that follows",
  ],
  ['BAD_INDENT', /^Flow map/, 'the { is not closed'],
  ['BAD_INDENT', /^Flow sequence/, 'the [ is not closed'],
  [
    'MULTILINE_IMPLICIT_KEY',
    /./,
    "a ': ' is missing after the key, or the text goes on in a line that is not indented",
  ],
  ['MULTIPLE_DOCS', /./, "a second document begins here with '---', and a contract is one"],
];

/** The line in which a key of a block stands first; nothing where it does not begin its line. */
function firstLine(text: string, offset: number, key: string): string {
  const before = text.slice(0, offset).split('\n');
  const indent = before.pop() ?? '';
  if (/\S/.test(indent)) return '';
  for (let at = before.length - 1; at >= 0; at--) {
    const line = before[at] ?? '';
    if (line.startsWith(`${indent}${key}:`)) return `, also in line ${at + 1}`;
    const isOutside = line.trim() !== '' && line.search(/\S/) < indent.length;
    if (isOutside && !line.trim().startsWith('#')) return '';
  }
  return '';
}

function wordsOf({ code, message, pos }: YAMLParseError, text: string): string {
  const quote = /^Missing closing (["'])/.exec(message)?.[1];
  if (quote !== undefined) return `the ${quote} is not closed`;
  if (code === 'DUPLICATE_KEY') {
    const key = /^(?:"[^"]*"|'[^']*'|[^:\n]*)/.exec(text.slice(pos[0]))?.[0].trim() ?? '';
    return `the key '${key.replaceAll(/^["']|["']$/g, '')}' is there twice${firstLine(text, pos[0], key)}`;
  }
  return words.find(([each, form]) => each === code && form.test(message))?.[2] ?? message;
}

/** Where the bracket or quote stands that has no counterpart before the offset, at which the parser gives up. */
function opening(text: string, offset: number, what: string): number | undefined {
  const quote = /^the (["']) /.exec(what)?.[1];
  if (quote !== undefined) return text.lastIndexOf(quote, offset - 1);
  let depth = 0;
  for (let at = offset - 1; at >= 0; at--) {
    const character = text.charAt(at);
    if ('}]'.includes(character)) depth++;
    else if ('{['.includes(character) && depth-- === 0) return at;
  }
  return undefined;
}

export interface YamlFault {
  /** From 0, in UTF-16 units. */
  readonly offset: number;
  readonly what: string;
}

/** What is wrong with a text: keys that are there twice, and the first slip of structure, of which others follow. */
export function yamlFaults(errors: readonly YAMLParseError[], text: string): YamlFault[] {
  const inOrder = [...errors].sort((a, b) => a.pos[0] - b.pos[0]);
  const first = inOrder.findIndex(({ code }) => code !== 'DUPLICATE_KEY');
  const told = first === -1 ? inOrder : inOrder.slice(0, first + 1);
  return told.map((error) => {
    const [offset] = error.pos;
    const what = wordsOf(error, text);
    const isUnclosed = /^the . is not closed$/.test(what);
    return { offset: isUnclosed ? (opening(text, offset, what) ?? offset) : offset, what };
  });
}
