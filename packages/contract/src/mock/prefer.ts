/** What a caller of the mock asks for by `Prefer` (RFC 7240). */
export interface Preferences {
  /** The status to answer with. */
  readonly code?: string;
  /** The name of the example to answer with. */
  readonly example?: string;
  /** Values are made from the schema even where there are examples. */
  readonly dynamic?: boolean;
}

/** The preferences as they stand in `Preference-Applied`. */
export function applied(preferences: Preferences): string {
  return Object.entries(preferences)
    .map(([name, value]) => `${name}=${/^[\w.-]+$/.test(String(value)) ? value : JSON.stringify(value)}`)
    .join(', ');
}

const preference =
  /\s*([!#$%&'*+.^_`|~\w-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s";,]*)))?\s*(;[^,]*)?(?:,|$)/g;

/** Names are case-insensitive, the first of a name counts, and what is not known is ignored (RFC 7240, 2). */
export function preferencesOf(header: string | undefined): Preferences {
  const found = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of (header ?? '').matchAll(preference)) {
    const lower = name.toLowerCase();
    if (!found.has(lower)) found.set(lower, quoted?.replaceAll(/\\(.)/g, '$1') ?? plain);
  }
  const [code, example, dynamic] = ['code', 'example', 'dynamic'].map((name) => found.get(name) || undefined);
  return {
    ...(code !== undefined && { code }),
    ...(example !== undefined && { example }),
    ...(dynamic?.toLowerCase() === 'true' && { dynamic: true }),
  };
}
