import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { publishedByRevision } from '../canary/published-version.js';
import { codeFolder } from '../system/build-system.js';
import { completeService } from '../system/complete-service.js';
import { resourcesOf, type ServiceStack } from '../system/read-system.js';
import { type Json, type JsonMap, mapAt } from '../template/json.js';
import { TemplateError } from '../template/template-error.js';
import { cheapenTemplate } from './cheapen-template.js';
import { codeHash, releaseHash } from './content-hash.js';
import { readRelease, releaseMetadata, type ServiceRelease } from './service-release.js';
import { type ZipEntry, zip } from './zip.js';

export interface PackagedService {
  readonly release: ServiceRelease;
  /** The template as it is deployed, but that each CodeUri is a file below `folder`. */
  readonly template: JsonMap;
  /** Absolute. */
  readonly folder: string;
}

/** Source maps stay at home: nothing reads them in Lambda, and they are twice the code. */
const leftOut = /\.map$/;

function filesIn(folder: string): ZipEntry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !leftOut.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(folder, file).split(sep).join('/'), contents: readFileSync(file) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Writes the function's code below `folder` under the name that its content gives it, and returns that name. */
function writeCode(code: string, folder: string): string {
  const entries = filesIn(code);
  if (entries.length === 0)
    throw new TemplateError(code, 'there are no files to deploy', 'Run `npm run build`.');
  const name = `functions/${codeHash(entries)}.zip`;
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, zip(entries));
  return name;
}

function withCode(service: ServiceStack, folder: string, isPreview: boolean): JsonMap {
  const whole = completeService(service);
  const completed = isPreview ? cheapenTemplate(whole) : whole;
  const resources = resourcesOf(completed).map(([logicalId, resource]): [string, Json] => {
    if (resource.Type !== 'AWS::Serverless::Function') return [logicalId, resource];
    const properties = mapAt(resource, 'Properties');
    const codeUri = writeCode(codeFolder(service, logicalId, properties.CodeUri), folder);
    return [logicalId, { ...resource, Properties: { ...properties, CodeUri: codeUri } }];
  });
  return publishedByRevision({ ...completed, Resources: Object.fromEntries(resources) });
}

/** Where a service is packaged: `.aws-sam/package/<service>`, which git passes over. */
export function packageFolder(workspace: string, service: string): string {
  return resolve(workspace, '.aws-sam/package', service);
}

/**
 * Writes the artifacts of a built service: its functions as zip files and its template, all named by their content, so
 * that the same input gives the same names and nothing is ever overwritten. Errors: TemplateError.
 *
 * @param isPreview makes another, cheaper release, whose tables go with it.
 */
export function packageService(service: ServiceStack, workspace: string, isPreview = false): PackagedService {
  const folder = packageFolder(workspace, service.service);
  rmSync(folder, { recursive: true, force: true });
  const known = readRelease(service, workspace);
  const template = withCode(service, folder, isPreview);
  const release = { ...known, release: `${known.version}-${releaseHash(known, template)}` };
  const whole = { ...template, Metadata: { ...mapAt(template, 'Metadata'), ...releaseMetadata(release) } };
  writeFileSync(join(folder, 'template.json'), `${JSON.stringify(whole, null, 2)}\n`);
  return { release, template: whole, folder };
}
