import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isMap, type Json, valueAt } from './json.js';
import { readTemplate, type Template } from './read-template.js';
import { TemplateError } from './template-error.js';

/** The file of `Fn::Transform: { Name: AWS::Include, Parameters: { Location: … } }`. */
function includedFile(value: Json): string | undefined {
  const location = valueAt(value, 'Fn::Transform', 'Parameters', 'Location');
  return valueAt(value, 'Fn::Transform', 'Name') === 'AWS::Include' && typeof location === 'string'
    ? location
    : undefined;
}

/**
 * `value` with each included file in the place of its inclusion: SAM CLI looks included files up beside the root
 * template, where those of a nested stack are not.
 *
 * Errors: TemplateError.
 */
export function inlineIncludes(template: Template, value: Json, path: readonly string[] = []): Json {
  if (Array.isArray(value))
    return value.map((item, at) => inlineIncludes(template, item, [...path, String(at)]));
  if (!isMap(value)) return value;
  const location = includedFile(value);
  if (location === undefined)
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, inlineIncludes(template, each, [...path, name])]),
    );
  const place = template.place(...path);
  if (Object.keys(value).length > 1)
    throw new TemplateError(place, 'something stands beside Fn::Transform', 'Include the whole of it.');
  const file = resolve(dirname(template.path), location);
  if (/^\w+:\/\//.test(location) || !existsSync(file))
    throw new TemplateError(
      place,
      `there is no file ${location}`,
      'Run `npm run generate`, or correct Location.',
    );
  return readTemplate(file).value;
}
