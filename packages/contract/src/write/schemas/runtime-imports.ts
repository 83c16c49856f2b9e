/** Where each runtime helper of the codecs stands. */
const helpers: Readonly<Record<string, string>> = Object.fromEntries([
  ...['isObject', 'isNever', 'failure', 'below', 'closest', 'codec'].map((name) => [name, 'codec']),
  ...['equal', 'unique'].map((name) => [name, 'equal']),
  ['isMultipleOf', 'numbers'],
  ['codePoints', 'text'],
  ...['accepts', 'automaton'].map((name) => [name, 'automaton']),
  ...['isHostname', 'isIdnHostname'].map((name) => [name, 'host-names']),
  ...'isUri isUriReference isIri isIriReference isUriTemplate'.split(' ').map((name) => [name, 'uris']),
  ...'isDate isDateTime isTime isDuration isEmail isIdnEmail isIpv4 isIpv6 isUuid isJsonPointer isRelativeJsonPointer isBase64 isRegex'
    .split(' ')
    .map((name) => [name, 'formats']),
  ['converting', 'converting'],
  ...'members items every later choice branches'.split(' ').map((name) => [name, 'conversion']),
  ...'instant day integer integerDigits integerText bytes isInstant isExactInteger isIntegerText isInt64Text isUint64Text isBytesText'
    .split(' ')
    .map((name) => [name, 'decoded-values']),
]);

/** The imports of what generated codecs use of the runtime. */
export function runtimeImports(used: Iterable<string>): string {
  const byFile = new Map<string, string[]>();
  for (const name of [...used].sort()) {
    const file = helpers[name] ?? 'codec';
    byFile.set(file, [...(byFile.get(file) ?? []), name]);
  }
  return [...byFile]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, names]) => `import { ${names.join(', ')} } from './runtime/codec/${file}.js';\n`)
    .join('');
}
