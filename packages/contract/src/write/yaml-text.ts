import { stringify } from 'yaml';

/** What is printed; a member without a value is left out. */
export type Printable = string | number | boolean | readonly Printable[] | PrintableMap;
export interface PrintableMap {
  readonly [key: string]: Printable;
}

/**
 * As the library prints it for readers of YAML 1.2 and of 1.1, which CloudFormation is and to which `on`, `no` and
 * `12:30` are no texts: what one of them would misread is quoted.
 */
function printed(
  value: Readonly<Record<string, string | number>>,
  isPlain: (text: string) => boolean,
): string {
  const text = stringify(value, { lineWidth: 0 });
  return isPlain(text) ? stringify(value, { lineWidth: 0, version: '1.1' }) : text;
}

function isList(value: Printable): value is readonly Printable[] {
  return Array.isArray(value);
}

/** What YAML 1.1 or 1.2 takes for something else than a text. */
const words = /^(?:true|false|null|y|yes|n|no|on|off)$/i;
const harmless = /^[A-Za-z/](?:[\w{}/.,() '-]*[\w}/.)])?$/;

/** What stands for itself, and for nothing but a string. */
function isPlain(text: string): boolean {
  return harmless.test(text) && !words.test(text);
}

/** Moves what stands below the first line further in. */
function deeper(text: string, depth: number): string {
  return text.includes('\n') ? text.replaceAll(/\n(?=[^\n])/g, `\n${'  '.repeat(depth)}`) : text;
}

/**
 * Prints block style YAML: what the library's `stringify` gives for the same value. A document repeats its few distinct
 * strings and objects by the thousand, so that each string is quoted, and each object printed, once.
 */
export class YamlText {
  readonly #keys = new Map<string, string>();
  readonly #strings = new Map<string, string>();
  readonly #maps: Map<PrintableMap, string>[] = [];

  print(value: PrintableMap): string {
    return this.#map(value, 0);
  }

  #map(map: PrintableMap, depth: number): string {
    this.#maps[depth] ??= new Map();
    const known = this.#maps[depth].get(map);
    if (known !== undefined) return known;
    const indent = '  '.repeat(depth);
    let text = '';
    for (const [key, value] of Object.entries(map))
      text += `${indent}${deeper(this.#key(key), depth)}:${this.#value(value, depth)}`;
    this.#maps[depth].set(map, text);
    return text;
  }

  /** What follows a key that stands at this depth: on its line, or on those below it. */
  #value(value: Printable, depth: number): string {
    if (typeof value !== 'object') return ` ${this.#scalar(value, depth)}\n`;
    const text = isList(value) ? this.#items(value, depth + 1) : this.#map(value, depth + 1);
    if (text !== '') return `\n${text}`;
    return isList(value) ? ' []\n' : ' {}\n';
  }

  #items(items: readonly Printable[], depth: number): string {
    const indent = '  '.repeat(depth);
    // The first member of an object or a list stands beside the dash.
    return items.map((item) => `${indent}- ${this.#value(item, depth).replace(/^[ \n]+/, '')}`).join('');
  }

  #scalar(value: string | number | boolean, depth: number): string {
    if (typeof value !== 'string' || isPlain(value)) return String(value);
    const isSame = (text: string) => text === `k: ${value}\n`;
    const text = this.#strings.get(value) ?? printed({ k: value }, isSame).slice('k: '.length, -1);
    this.#strings.set(value, text);
    return deeper(text, depth);
  }

  #key(key: string): string {
    if (isPlain(key)) return key;
    const isSame = (text: string) => text === `${key}: 1\n`;
    const text = this.#keys.get(key) ?? printed({ [key]: 1 }, isSame).slice(0, -': 1\n'.length);
    this.#keys.set(key, text);
    return text;
  }
}
