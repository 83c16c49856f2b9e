import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BundleOptions } from './build-options.js';
import { type BundleReport, bundleFunction } from './bundle-function.js';
import { type TemplateFunction, templateFunctions } from './template-functions.js';

export interface BundleServiceOptions extends BundleOptions {
  /** Folder of the service's `template.yaml`. */
  readonly serviceDirectory: string;
}

/** The template and the sources do not fit together; all problems, one a line. */
export class TemplateMismatchError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'TemplateMismatchError';
  }
}

function problemOf(directory: string, { name, place }: TemplateFunction): string[] {
  const source = join('src', `${name}.ts`);
  if (existsSync(join(directory, source))) return [];
  return [
    `${place} CodeUri is dist/${name}, but there is no ${source} to bundle: add that file or correct CodeUri`,
  ];
}

/**
 * Bundles each function that the service's template names as `CodeUri: dist/<name>`, from `src/<name>.ts`.
 *
 * Errors: TemplateMismatchError before anything is built; BundleError with the places.
 */
export async function bundleService(options: BundleServiceOptions): Promise<BundleReport[]> {
  const directory = resolve(options.serviceDirectory);
  const functions = templateFunctions(directory);
  const problems = functions.flatMap((each) => problemOf(directory, each));
  if (problems.length > 0) throw new TemplateMismatchError(problems);
  const names = [...new Set(functions.map(({ name }) => name))];
  return Promise.all(
    names.map((name) =>
      bundleFunction(join(directory, 'src', `${name}.ts`), join(directory, 'dist', name), options),
    ),
  );
}
