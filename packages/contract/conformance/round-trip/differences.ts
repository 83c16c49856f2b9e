import { isDeepStrictEqual } from 'node:util';

export interface Difference {
  /** JSON pointer. */
  readonly pointer: string;
  readonly sent: unknown;
  readonly got: unknown;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

/** Where what arrived is not what was sent; members that only what arrived has are not looked at (defaults). */
export function differenceOf(sent: unknown, got: unknown, pointer = ''): Difference | undefined {
  if (isDeepStrictEqual(sent, got)) return undefined;
  if (!isFields(sent) || !isFields(got) || Array.isArray(sent) !== Array.isArray(got))
    return { pointer, sent, got };
  if (Array.isArray(sent) && Array.isArray(got) && sent.length !== got.length) return { pointer, sent, got };
  for (const [name, value] of Object.entries(sent)) {
    const found = differenceOf(value, got[name], `${pointer}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function texts(value: unknown): string {
  return Array.isArray(value) ? value.map(texts).join() : JSON.stringify(value)?.replaceAll('"', '');
}

/** Why what arrives of a parameter cannot be told to be what was sent; undefined where nothing explains it. */
export function reasonOf({ pointer, sent, got }: Difference): string | undefined {
  if (pointer.startsWith('/body')) return undefined;
  if (texts(sent) === texts(got)) return 'a schema takes an item and a list of it, which are written alike';
  return undefined;
}
