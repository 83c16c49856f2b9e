import type { MediaType, Parameter, ParameterLocation, ParameterStyle } from '../model.js';
import { readContent } from './content.js';
import { checkFieldName } from './field-name.js';
import { defined, type Fields } from './fields.js';
import type { Located } from './located.js';
import { isMisplacedSchema } from './misplaced-schema.js';
import { exampleNodes, fieldsOf, once, type Reading } from './reading.js';

/** Which styles a location takes, its default first (OpenAPI 3.1, 4.8.12.2). */
const styles: Readonly<Record<ParameterLocation, readonly ParameterStyle[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
};

const known =
  'name in description required deprecated allowEmptyValue style explode allowReserved schema content example examples'.split(
    ' ',
  );

const allStyles = [...new Set(Object.values(styles).flat())];

export function readStyle(fields: Fields): ParameterStyle | undefined {
  const style = fields.string('style');
  if (style === undefined || (allStyles as string[]).includes(style))
    return style as ParameterStyle | undefined;
  fields.diagnostics.error(
    'invalid-keyword',
    fields.get('style')?.place ?? fields.node.place,
    `'${style}' is no style; the styles are ${allStyles.join(', ')}`,
  );
  return undefined;
}

function readLocation(fields: Fields): ParameterLocation {
  const location = fields.require('in') === undefined ? 'query' : (fields.string('in') ?? 'query');
  if (Object.hasOwn(styles, location)) return location as ParameterLocation;
  const isSwagger = location === 'body' || location === 'formData';
  const hint = isSwagger ? ': that is Swagger 2.0, and a requestBody here' : '';
  fields.diagnostics.error(
    'invalid-keyword',
    fields.get('in')?.place ?? fields.node.place,
    `'in' is path, query, header or cookie, not '${location}'${hint}`,
  );
  // What was most likely meant, so that nothing else is told for want of it.
  const meant = location.toLowerCase();
  return Object.hasOwn(styles, meant) ? (meant as ParameterLocation) : 'query';
}

interface Form {
  readonly location: ParameterLocation;
  readonly style: ParameterStyle;
}

function checkParameter(reading: Reading, fields: Fields, { location, style }: Form): void {
  if (!styles[location].includes(style)) {
    fields.diagnostics.error(
      'invalid-keyword',
      fields.get('style')?.place ?? fields.node.place,
      `a ${location} parameter has no style '${style}'; it has ${styles[location].join(', ')}`,
    );
  }
  if (location !== 'query' && fields.get('allowReserved') !== undefined) {
    // 3.0 says that it only applies to query parameters, 3.1 that it is not valid elsewhere.
    fields.diagnostics[reading.dialect === '3.0' ? 'warning' : 'error'](
      'invalid-keyword',
      fields.node.keyPlace('allowReserved'),
      `'allowReserved' goes with query parameters, not with ${location}`,
    );
  }
  if (location === 'path' && fields.boolean('required') !== true) {
    const what = 'a path parameter says `required: true`; it is taken as such';
    fields.diagnostics.warning('path-parameter', fields.node.place, what);
  }
  if (isMisplacedSchema(fields, 'a parameter')) return;
  fields.allow(known);
  checkValue(fields);
}

function checkValue(fields: Fields): void {
  const content = fields.get('content');
  if ((fields.get('schema') === undefined) !== (content === undefined)) return;
  if (content === undefined) {
    const what = "a parameter has a 'schema' or a 'content', and this one has neither";
    fields.diagnostics.error('missing-field', fields.node.place, what);
  } else {
    const what = "'schema' and 'content' exclude each other";
    fields.diagnostics.error('invalid-keyword', fields.node.keyPlace('content'), what);
  }
}

/** The media type of a parameter or header, which has one (OpenAPI 3.1, 4.8.12.2.4). */
export function readSingleContent(reading: Reading, fields: Fields): MediaType | undefined {
  const content = fields.map('content');
  const [first, ...others] = readContent(reading, content);
  if (content !== undefined && others.length > 0) {
    const what = "'content' has one media type here; the first one counts";
    fields.diagnostics.warning('invalid-keyword', content.place, what);
  }
  return first;
}

export function readParameter(reading: Reading, node: Located): Parameter | undefined {
  const fields = fieldsOf(reading, node, 'a parameter');
  return fields && once(reading.known.parameters, fields.node, () => parameterOf(reading, fields));
}

function parameterOf(reading: Reading, fields: Fields): Parameter {
  fields.require('name');
  exampleNodes(fields);
  const location = readLocation(fields);
  const style = readStyle(fields) ?? styles[location][0] ?? 'form';
  checkParameter(reading, fields, { location, style });
  const schema = fields.get('schema');
  const name = fields.string('name') ?? '';
  const isField = location === 'header' || location === 'cookie';
  const named = isField ? fields.get('name') : undefined;
  if (named !== undefined) checkFieldName(reading.diagnostics, name, named.place);
  return {
    place: fields.node.place,
    name: location === 'header' ? name.toLowerCase() : name,
    in: location,
    required: location === 'path' || (fields.boolean('required') ?? false),
    deprecated: fields.boolean('deprecated') ?? false,
    style,
    explode: fields.boolean('explode') ?? style === 'form',
    allowReserved: fields.boolean('allowReserved') ?? false,
    extensions: fields.extensions(),
    ...(schema === undefined ? {} : { schema: reading.schemas.read(schema) }),
    ...defined<Pick<Parameter, 'content' | 'description'>>({
      content: readSingleContent(reading, fields),
      description: fields.string('description'),
    }),
  };
}

/** The operation's own parameters win over the path item's by location and name. */
export function readParameters(
  reading: Reading,
  shared: readonly Located[],
  own: readonly Located[],
): Parameter[] {
  const byKey = new Map([...readList(reading, shared), ...readList(reading, own)]);
  return [...byKey.values()];
}

function readList(reading: Reading, nodes: readonly Located[]): Map<string, Parameter> {
  const byKey = new Map<string, Parameter>();
  for (const node of nodes) {
    const parameter = readParameter(reading, node);
    if (parameter === undefined) continue;
    const key = `${parameter.in} ${parameter.name}`;
    if (byKey.has(key) && !reading.known.repeated.has(node)) {
      const what = `the ${parameter.in} parameter '${parameter.name}' is there twice; the last one counts`;
      reading.diagnostics.warning('duplicate-parameter', node.place, what);
      reading.known.repeated.add(node);
    }
    byKey.set(key, parameter);
  }
  return byKey;
}
