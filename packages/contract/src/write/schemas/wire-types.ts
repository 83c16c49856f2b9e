import { declaration } from './type-text.js';

/** The type of a schema's values on the wire, where code gets other ones. */
export interface WireType {
  readonly name: string;
  readonly body: string;
  /** Names of types that are the same on the wire and to code. */
  readonly imports: ReadonlySet<string>;
}

/** `wire.ts`: under their own names the types of what goes over the wire. */
export function writeWireTypes(types: readonly WireType[]): string {
  const names = [...new Set(types.flatMap(({ imports }) => [...imports]))].sort();
  const imports = names.length === 0 ? [] : [`import type { ${names.join(', ')} } from './schemas.js';\n`];
  return [...imports, ...types.map(({ name, body }) => declaration(name, body))].join('\n');
}

/** `brands.ts`: what keeps the values of one schema apart from those of another of the same type. */
export function writeBrands(names: readonly string[]): string {
  return names
    .map((name) => `export interface ${name} {\n  readonly ${name}: unique symbol;\n}\n`)
    .join('\n');
}
