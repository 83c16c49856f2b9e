import type { Diagnostics } from '../diagnostics.js';
import type { CodecOptions, DecodeTarget, Writable } from '../model.js';
import type { Fields } from './fields.js';
import { type Located, toJson } from './located.js';

export const decodeTargets: readonly DecodeTarget[] = [
  'Date',
  'bigint',
  'string',
  'Uint8Array',
  'brand',
  'none',
];

export function isDecodeTarget(value: unknown): value is DecodeTarget {
  return decodeTargets.some((each) => each === value);
}

function refuse(diagnostics: Diagnostics, node: Located, { name, takes }: { name: string; takes: string }) {
  const given = JSON.stringify(toJson(node)) ?? '';
  diagnostics.error('invalid-keyword', node.place, `'${name}' takes ${takes}, not ${given.slice(0, 40)}`);
}

function readTarget(node: Located, name: string, diagnostics: Diagnostics): DecodeTarget | undefined {
  const value = node.kind === 'scalar' ? node.value : undefined;
  if (isDecodeTarget(value)) return value;
  refuse(diagnostics, node, { name, takes: decodeTargets.join(', ') });
  return undefined;
}

function readDecode(node: Located, diagnostics: Diagnostics): Readonly<Record<string, DecodeTarget>> {
  const targets = new Map<string, DecodeTarget>();
  if (node.kind !== 'map') {
    refuse(diagnostics, node, { name: 'x-atoll-decode', takes: 'an object of formats and targets here' });
    return {};
  }
  for (const [format, each] of node.entries) {
    const target = readTarget(each, `x-atoll-decode of ${format}`, diagnostics);
    if (target === undefined) continue;
    if (decodesFormat(format, target)) targets.set(format, target);
    else refuse(diagnostics, each, { name: 'x-atoll-decode', takes: `another target for ${format}` });
  }
  return Object.fromEntries(targets);
}

/** Whether readers take unknown values of enums: at the root, and of one schema. */
export const openEnumsExtension = 'x-atoll-open-enums';

function readFlag(node: Located, diagnostics: Diagnostics): boolean | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  refuse(diagnostics, node, { name: openEnumsExtension, takes: 'true or false' });
  return undefined;
}

const integers = /^u?int(?:8|16|32|64)$/;

/** Whether values of a format can be decoded as the target at all. */
export function decodesFormat(format: string, target: DecodeTarget): boolean {
  if (target === 'brand' || target === 'none') return true;
  if (target === 'Date') return format === 'date-time' || format === 'date';
  return target === 'Uint8Array' ? format === 'byte' : integers.test(format);
}

/** What the root of a document asks of the code: `x-atoll-decode`, `x-atoll-formats`, `x-atoll-open-enums`. */
export function readCodecOptions({ node, diagnostics }: Fields): CodecOptions | undefined {
  const options: Writable<CodecOptions> = {};
  const decode = node.get('x-atoll-decode');
  if (decode !== undefined) options.decode = readDecode(decode, diagnostics);
  const formats = node.get('x-atoll-formats');
  const value = formats?.kind === 'scalar' ? formats.value : undefined;
  if (value === 'assert' || value === 'annotate') options.formats = value;
  else if (formats !== undefined)
    refuse(diagnostics, formats, { name: 'x-atoll-formats', takes: 'assert or annotate' });
  const openEnums = node.get(openEnumsExtension);
  const isOpen = openEnums && readFlag(openEnums, diagnostics);
  if (isOpen !== undefined) options.openEnums = isOpen;
  return Object.keys(options).length === 0 ? undefined : options;
}

/** Tells an extension of a schema that the compiler goes by and that says nothing it knows. */
export function checkSchemaExtension(name: string, node: Located, diagnostics: Diagnostics): void {
  if (name === 'x-atoll-decode') readTarget(node, name, diagnostics);
  if (name === openEnumsExtension) readFlag(node, diagnostics);
}
