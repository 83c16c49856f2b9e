import type { ParameterLocation, SecurityRequirement, SecurityScheme } from '../model.js';
import { defined, Fields } from './fields.js';
import type { Located } from './located.js';
import { fieldsOf, type Reading } from './reading.js';

const types = ['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS'];

/** Reads a list of alternatives; a scheme that is not defined is told. */
export function readSecurity(
  reading: Reading,
  items: readonly Located[],
  schemes: ReadonlyMap<string, SecurityScheme>,
): SecurityRequirement[] {
  return items.flatMap((item) => {
    if (item.kind !== 'map') return [];
    const fields = new Fields(item, reading.diagnostics);
    for (const name of item.keys()) {
      if (!schemes.has(name))
        reading.diagnostics.error(
          'undefined-security-scheme',
          item.keyPlace(name),
          `there is no security scheme '${name}'`,
        );
    }
    return [new Map(Array.from(item.keys(), (name) => [name, fields.strings(name)] as const))];
  });
}

function readScopes(fields: Fields): ReadonlyMap<string, string> {
  const flows = Array.from(fields.map('flows')?.entries.values() ?? []);
  const scopes = flows.flatMap((flow) => {
    if (flow.kind !== 'map') return [];
    const each = new Fields(flow, fields.diagnostics).map('scopes');
    return each === undefined ? [] : [...new Fields(each, fields.diagnostics).node.entries];
  });
  return new Map(scopes.map(([name, node]) => [name, node.kind === 'scalar' ? String(node.value) : '']));
}

export function readSecuritySchemes(
  reading: Reading,
  components: Fields | undefined,
): ReadonlyMap<string, SecurityScheme> {
  const read = Array.from(components?.map('securitySchemes')?.entries ?? []).flatMap(([name, node]) => {
    const fields = fieldsOf(reading, node, 'a security scheme');
    if (fields === undefined) return [];
    fields.require('type');
    const type = fields.string('type') ?? '';
    if (!types.includes(type))
      reading.diagnostics.error('invalid-keyword', fields.node.place, `'type' is ${types.join(', ')}`);
    const scheme: SecurityScheme = {
      place: fields.node.place,
      name,
      type: type as SecurityScheme['type'],
      scopes: readScopes(fields),
      ...defined<Pick<SecurityScheme, 'in' | 'parameterName' | 'scheme' | 'bearerFormat'>>({
        in: fields.string('in') as ParameterLocation | undefined,
        parameterName: fields.string('name'),
        scheme: fields.string('scheme'),
        bearerFormat: fields.string('bearerFormat'),
      }),
    };
    return [[name, scheme] as const];
  });
  return new Map(read);
}
