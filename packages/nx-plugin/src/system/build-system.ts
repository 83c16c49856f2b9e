import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { stringify } from 'yaml';
import { type Json, type JsonMap, mapAt } from '../template/json.js';
import { TemplateError } from '../template/template-error.js';
import { completeRoot } from './complete-root.js';
import { completeService } from './complete-service.js';
import { containerUrls, environmentOf } from './container-environment.js';
import { resourcesOf, type ServiceStack, type System } from './read-system.js';

/** Where SAM CLI looks for a built template before it takes template.yaml. */
export const buildFolder = '.aws-sam/build';

const posix = (path: string) => path.split(sep).join('/');

/** Absolute path of a function's built code. Errors: TemplateError when it is not there. */
export function codeFolder(
  { directory, template }: ServiceStack,
  logicalId: string,
  codeUri: Json | undefined,
): string {
  const folder = resolve(directory, typeof codeUri === 'string' ? codeUri : '');
  if (typeof codeUri === 'string' && existsSync(folder)) return folder;
  throw new TemplateError(
    template.place('Resources', logicalId, 'Properties', 'CodeUri'),
    `${logicalId} has no code: there is no folder ${String(codeUri)}`,
    'Run `npm run build`, which bundles it, or correct CodeUri.',
  );
}

/** The service's template with each CodeUri relative to `file`, where it will stand. */
function withCode(service: ServiceStack, file: string): JsonMap {
  const completed = completeService(service);
  const resources = resourcesOf(completed).map(([logicalId, resource]) => {
    if (resource.Type !== 'AWS::Serverless::Function') return [logicalId, resource];
    const properties = mapAt(resource, 'Properties');
    const folder = codeFolder(service, logicalId, properties.CodeUri);
    const codeUri = posix(relative(dirname(file), folder));
    return [logicalId, { ...resource, Properties: { ...properties, CodeUri: codeUri } }];
  });
  return { ...completed, Resources: Object.fromEntries(resources) };
}

/**
 * Writes what `sam build` would: root and services as they are deployed, with definitions inlined and code found, so
 * that `sam local start-api`, `sam package` and `sam deploy` work from the root folder. Returns the files.
 *
 * Errors: TemplateError.
 */
export function buildSystem(system: System): string[] {
  const workspace = dirname(system.root.path);
  const folder = join(workspace, buildFolder);
  const files = new Map<string, Json>([
    [join(folder, 'template.yaml'), completeRoot(system)],
    ...system.services.map((service): [string, Json] => {
      const file = join(folder, relative(workspace, service.template.path));
      return [file, withCode(service, file)];
    }),
  ]);
  rmSync(folder, { recursive: true, force: true });
  for (const [file, value] of files) {
    mkdirSync(dirname(file), { recursive: true });
    const source = posix(relative(folder, file));
    const text = stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' });
    writeFileSync(file, `# Built from ${source}. Do not edit.\n${text}`);
  }
  const environment = join(folder, 'env.json');
  writeFileSync(environment, `${JSON.stringify(environmentOf(system, containerUrls), null, 2)}\n`);
  return [...files.keys(), environment];
}
