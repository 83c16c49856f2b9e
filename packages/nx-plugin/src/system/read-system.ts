import { basename, dirname, resolve } from 'node:path';
import { inlineIncludes } from '../template/inline-includes.js';
import { isMap, type JsonMap, mapAt, valueAt } from '../template/json.js';
import { readTemplate, type Template } from '../template/read-template.js';
import { TemplateError } from '../template/template-error.js';

/** One service of the system: a nested stack of the root template. */
export interface ServiceStack {
  /** Logical id of the nested stack in the root template. */
  readonly logicalId: string;
  /** Name of its folder. */
  readonly service: string;
  /** Absolute path of its folder. */
  readonly directory: string;
  readonly template: Template;
  /** The template with what it includes. */
  readonly value: JsonMap;
}

export interface System {
  readonly root: Template;
  readonly services: readonly ServiceStack[];
}

export function resourcesOf(template: JsonMap): readonly (readonly [string, JsonMap])[] {
  return Object.entries(mapAt(template, 'Resources')).filter((entry): entry is [string, JsonMap] =>
    isMap(entry[1]),
  );
}

const nestedStack = 'AWS::Serverless::Application';

function readService(root: Template, logicalId: string): ServiceStack {
  const location = valueAt(root.value, 'Resources', logicalId, 'Properties', 'Location');
  if (typeof location !== 'string' || /^\w+:\/\//.test(location))
    throw new TemplateError(
      root.place('Resources', logicalId, 'Properties', 'Location'),
      `${logicalId} has no file as Location`,
      'A service of this system is named by the path of its template.yaml.',
    );
  const template = readTemplate(resolve(dirname(root.path), location));
  const value = inlineIncludes(template, template.value) as JsonMap;
  const directory = dirname(template.path);
  return { logicalId, service: basename(directory), directory, template, value };
}

/**
 * Reads the root template and the services that it nests.
 *
 * @param file of the root template.
 * Errors: TemplateError.
 */
export function readSystem(file: string): System {
  const root = readTemplate(resolve(file));
  const services = resourcesOf(root.value)
    .filter(([, { Type: type }]) => type === nestedStack)
    .map(([logicalId]) => readService(root, logicalId));
  return { root, services };
}
