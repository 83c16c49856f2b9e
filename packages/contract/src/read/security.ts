import type { ParameterLocation, SecurityRequirement, SecurityScheme } from '../model.js';
import { checkFieldName } from './field-name.js';
import { defined, Fields } from './fields.js';
import { type Located, typeName } from './located.js';
import { fieldsOf, type Reading } from './reading.js';
import { didYouMean } from './references.js';

const types = ['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS'];

/** Reads a list of alternatives; a scheme that is not defined is told. */
export function readSecurity(
  reading: Reading,
  items: readonly Located[],
  schemes: ReadonlyMap<string, SecurityScheme>,
): SecurityRequirement[] {
  return items.flatMap((item) => {
    if (item.kind !== 'map') {
      // Left out it would be one alternative less, and of none anybody may call.
      const name = item.kind === 'scalar' && typeof item.value === 'string' ? item.value : undefined;
      const hint = name === undefined ? '' : `; write \`{ ${name}: [] }\``;
      const what = `a security requirement is an object, not ${typeName(item)}${hint}`;
      reading.diagnostics.error('wrong-type', item.place, what);
      return [];
    }
    const fields = new Fields(item, reading.diagnostics);
    for (const name of item.keys()) {
      if (!schemes.has(name))
        reading.diagnostics.error(
          'undefined-security-scheme',
          item.keyPlace(name),
          `there is no security scheme '${name}'${didYouMean(name, [...schemes.keys()])}`,
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

const needed: ReadonlyMap<string, readonly string[]> = new Map([
  ['apiKey', ['name', 'in']],
  ['http', ['scheme']],
  ['oauth2', ['flows']],
  ['openIdConnect', ['openIdConnectUrl']],
]);

/** What a scheme of its type has (OpenAPI 3.1, 4.8.27). */
function checkScheme(fields: Fields, type: string): void {
  for (const name of needed.get(type) ?? []) fields.require(name);
  const location = fields.get('in');
  if (type !== 'apiKey' || location === undefined) return;
  const given = fields.string('in');
  const name = fields.get('name');
  if (name !== undefined && (given === 'header' || given === 'cookie'))
    checkFieldName(fields.diagnostics, fields.string('name') ?? '', name.place);
  if (given === undefined || ['query', 'header', 'cookie'].includes(given)) return;
  const what = `an API key is in query, header or cookie, not '${given}'`;
  fields.diagnostics.error('invalid-keyword', location.place, what);
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
    if (!types.includes(type) && fields.get('type') !== undefined) {
      const what = `'type' is ${types.join(', ')}, not '${type}'`;
      reading.diagnostics.error('invalid-keyword', fields.get('type')?.place ?? fields.node.place, what);
    }
    checkScheme(fields, type);
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
