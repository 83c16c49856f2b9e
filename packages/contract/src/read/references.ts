import { dirname, relative, resolve } from 'node:path';
import type { Diagnostics } from '../diagnostics.js';
import type { Located } from './located.js';
import { parseFile } from './parse-file.js';

/** The files of one contract and the way from a `$ref` to the node that it names. */
export class References {
  readonly #directory: string;
  readonly #diagnostics: Diagnostics;
  readonly #files = new Map<string, Located | undefined>();

  /** @param directory absolute; places name files relative to it. */
  constructor(directory: string, diagnostics: Diagnostics) {
    this.#directory = directory;
    this.#diagnostics = diagnostics;
  }

  /** The root node of a file, parsed once. */
  open(path: string): Located | undefined {
    const absolute = resolve(this.#directory, path);
    if (!this.#files.has(absolute)) {
      const file = relative(this.#directory, absolute).replaceAll('\\', '/');
      this.#files.set(absolute, parseFile(absolute, file, this.#diagnostics));
    }
    return this.#files.get(absolute);
  }

  /** Absolute paths of all files that have been opened. */
  files(): string[] {
    return [...this.#files.keys()];
  }

  /** Follows `node` as long as it is a reference; undefined when it is broken or circular, which is told. */
  follow(node: Located): Located | undefined {
    const seen = new Set<Located>();
    let current: Located | undefined = node;
    while (current !== undefined) {
      const reference: Located | undefined = current.kind === 'map' ? current.entries.get('$ref') : undefined;
      if (reference === undefined) return current;
      if (seen.has(current)) {
        this.#diagnostics.error('broken-reference', reference.place, 'the reference leads back to itself');
        return undefined;
      }
      seen.add(current);
      current = this.target(reference);
    }
    return undefined;
  }

  /** The node that the value of a `$ref` names. */
  target(reference: Located): Located | undefined {
    if (reference.kind !== 'scalar' || typeof reference.value !== 'string') {
      this.#diagnostics.error('wrong-type', reference.place, '`$ref` takes a string');
      return undefined;
    }
    const [path = '', fragment = ''] = reference.value.split('#', 2);
    if (/^[a-z][a-z0-9+.-]+:/i.test(path)) {
      this.#diagnostics.error(
        'unsupported',
        reference.place,
        `the reference '${reference.value}' is not a relative path`,
      );
      return undefined;
    }
    const file =
      path === ''
        ? reference.place.file
        : resolve(this.#directory, dirname(reference.place.file), decoded(path));
    const root = this.open(file);
    return root === undefined ? undefined : this.#descend(root, fragment, reference);
  }

  #descend(root: Located, fragment: string, reference: Located): Located | undefined {
    const steps = decoded(fragment).split('/').slice(1);
    let node: Located | undefined = root;
    for (const step of steps.map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))) {
      const parent: Located | undefined = node;
      node = child(parent, step);
      if (node === undefined) {
        const hint = parent?.kind === 'map' ? didYouMean(step, [...parent.entries.keys()]) : '';
        const name = reference.kind === 'scalar' ? String(reference.value) : '';
        this.#diagnostics.error(
          'broken-reference',
          reference.place,
          `there is no '${step}' on the way of '${name}'${hint}`,
        );
        return undefined;
      }
    }
    return node;
  }
}

/** Percent-decoded where it is encoded; a lone `%` is what it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function child(node: Located | undefined, step: string): Located | undefined {
  if (node?.kind === 'map') return node.entries.get(step);
  return node?.kind === 'list' && /^\d+$/.test(step) ? node.items[Number(step)] : undefined;
}

/** Edit distance (Levenshtein) of two names. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Beyond these a guess costs more than it helps. */
const longestGuess = 80;
const mostGuesses = 5000;

/** ` (did you mean 'x'?)` when one of the names is close, else an empty string. */
export function didYouMean(name: string, names: readonly string[]): string {
  if (name.length > longestGuess || names.length > mostGuesses) return '';
  const limit = Math.max(2, name.length / 3);
  let near: { readonly name: string; readonly far: number } | undefined;
  for (const each of names) {
    if (Math.abs(each.length - name.length) > limit) continue;
    const far = distance(name, each);
    if (far <= limit && (near === undefined || far < near.far)) near = { name: each, far };
  }
  return near === undefined ? '' : ` (did you mean '${near.name}'?)`;
}
