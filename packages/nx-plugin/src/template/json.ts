/** What a template consists of once its YAML has been read. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap;
export interface JsonMap {
  readonly [name: string]: Json;
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The map at the end of the path; empty where there is none. */
export function mapAt(value: Json | undefined, ...path: readonly string[]): JsonMap {
  const found = valueAt(value, ...path);
  return isMap(found) ? found : {};
}

export function valueAt(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let at = value;
  for (const name of path) at = isMap(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return at;
}

/** Every map in `value`, itself included, outermost first. */
export function* mapsIn(value: Json): Generator<JsonMap> {
  if (isMap(value)) yield value;
  if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value) as readonly Json[]) yield* mapsIn(each);
}
