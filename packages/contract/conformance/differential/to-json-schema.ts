type Fields = Record<string, unknown>;

function isFields(node: unknown): node is Fields {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** Bounds of draft 4: booleans beside the numbers. */
function withNumericBounds(schema: Fields): Fields {
  const made = { ...schema };
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof made[exclusive] !== 'boolean') continue;
    const isExclusive = made[exclusive];
    delete made[exclusive];
    if (!isExclusive || made[bound] === undefined) continue;
    made[exclusive] = made[bound];
    delete made[bound];
  }
  return made;
}

/** OpenAPI 3.0.3 says that `nullable` widens the type that stands beside it, and nothing else. */
function withNull(schema: Fields): Fields {
  const { nullable, ...rest } = schema;
  return nullable === true && typeof rest.type === 'string' ? { ...rest, type: [rest.type, 'null'] } : rest;
}

/** Answers need not have what only requests have (OpenAPI 3.1, 4.8.24: `writeOnly`). */
function withoutWriteOnly(schema: Fields, resolve: (node: unknown) => unknown): Fields {
  const { required, properties } = schema;
  if (!Array.isArray(required) || !isFields(properties)) return schema;
  const kept = required.filter((name) => {
    const property = resolve(properties[String(name)]);
    return !isFields(property) || property.writeOnly !== true;
  });
  return { ...schema, required: kept };
}

const data = new Set(['enum', 'const']);
const said = new Set(['example', 'examples', 'default', 'externalDocs', 'xml', 'discriminator']);

/** A property may be called `example`: then its value is a schema. */
function isNamed(value: unknown): boolean {
  return (
    isFields(value) && ['type', '$ref', 'allOf', 'oneOf', 'anyOf', 'properties'].some((key) => key in value)
  );
}

/** The component schemas of a document, every one as one of JSON Schema 2020-12. */
export function toJsonSchema(document: Fields): Fields {
  const isOld = String(document.openapi).startsWith('3.0');
  const resolve = (node: unknown): unknown => {
    if (!isFields(node) || typeof node.$ref !== 'string' || !node.$ref.startsWith('#/')) return node;
    const way = node.$ref
      .slice(2)
      .split('/')
      .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
    return way.reduce<unknown>((at, key) => (isFields(at) ? at[key] : undefined), document);
  };
  const convert = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(convert);
    if (!isFields(node)) return node;
    if (isOld && typeof node.$ref === 'string') return { $ref: node.$ref };
    const plain = withoutWriteOnly(isOld ? withNull(withNumericBounds(node)) : node, resolve);
    // Data is left as it is, and what is said of a schema alone is left out: a value may look like one.
    const entries = Object.entries(plain).filter(([key, value]) => !said.has(key) || isNamed(value));
    return Object.fromEntries(entries.map(([key, value]) => [key, data.has(key) ? value : convert(value)]));
  };
  const { schemas = {} } = isFields(document.components) ? document.components : {};
  return { components: { schemas: convert(schemas) } };
}
