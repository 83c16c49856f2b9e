import { basename, join, resolve } from 'node:path';
import { type BuildFailure, type BuildResult, build } from 'esbuild';
import { type BundleOptions, buildOptions } from './build-options.js';
import { BundleError, problemsOf } from './bundle-error.js';
import { writeOutput } from './write-output.js';

export interface BundleReport {
  /** Name of the function's folder: `api` for `dist/api`. */
  readonly name: string;
  readonly entryPoint: string;
  /** Absolute path of `index.mjs`. */
  readonly file: string;
  readonly bytes: number;
  /** False when the same code stood there before; its source map may differ. */
  readonly changed: boolean;
  /** Absolute paths of all files that the bundle is made of. */
  readonly inputs: readonly string[];
}

type Built = BuildResult<ReturnType<typeof buildOptions>>;

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

/** Turns a failure of esbuild into a BundleError with places; others are bugs and pass. */
export function bundleErrorOf(error: unknown, workingDirectory: string): unknown {
  return isBuildFailure(error) ? new BundleError(problemsOf(error.errors, workingDirectory)) : error;
}

/** Writes what esbuild made and says what it is. */
export function finishBundle(entryPoint: string, outDirectory: string, built: Built): BundleReport {
  const { absWorkingDir } = buildOptions(entryPoint, outDirectory, {});
  const written = writeOutput(built.outputFiles);
  const file = join(outDirectory, 'index.mjs');
  return {
    name: basename(outDirectory),
    entryPoint,
    file,
    bytes: built.outputFiles.find(({ path }) => path === file)?.contents.length ?? 0,
    changed: written.includes(file),
    inputs: Object.keys(built.metafile.inputs)
      .filter((path) => !/^(node|credentials):/.test(path))
      .map((path) => resolve(absWorkingDir, path))
      .sort(),
  };
}

/**
 * Bundles one function, with all that it imports, into `outDirectory/index.mjs` and its source map. Paths absolute.
 *
 * Errors: BundleError with the place of each problem.
 */
export async function bundleFunction(
  entryPoint: string,
  outDirectory: string,
  options: BundleOptions = {},
): Promise<BundleReport> {
  const settings = buildOptions(entryPoint, outDirectory, options);
  try {
    return finishBundle(entryPoint, outDirectory, await build(settings));
  } catch (error) {
    throw bundleErrorOf(error, settings.absWorkingDir);
  }
}
