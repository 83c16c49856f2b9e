import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { BundleError } from './bundle-error.js';
import type { BundleReport } from './bundle-function.js';
import { bundleService, TemplateMismatchError } from './bundle-service.js';

const usage = `usage: lambda-bundle SERVICE_DIR… [--minify]

Bundles each function that SERVICE_DIR/template.yaml names as CodeUri: dist/NAME, from src/NAME.ts to dist/NAME/index.mjs.`;

function line({ file, bytes, changed }: BundleReport): string {
  const size = `${(bytes / 1024).toFixed(1)} KiB`;
  return `${relative(process.cwd(), file)}  ${size}${changed ? '' : '  unchanged'}`;
}

/** By its code, since errors of Node are of another realm where this is tested. */
function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

function exitCodeFor(error: unknown): number {
  if (codeOf(error).startsWith('ERR_PARSE_ARGS')) return 2;
  const isForPeople =
    error instanceof BundleError || error instanceof TemplateMismatchError || codeOf(error) === 'ENOENT';
  if (isForPeople) return 1;
  throw error;
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { minify: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true || positionals.length === 0) {
    (values.help === true ? console.log : console.error)(usage);
    return values.help === true ? 0 : 2;
  }
  for (const serviceDirectory of positionals) {
    for (const report of await bundleService({ serviceDirectory, minify: values.minify ?? false })) {
      console.log(line(report));
    }
  }
  return 0;
}

/** Runs the command line and returns the exit code: 0 fine, 1 a service cannot be bundled, 2 the call is wrong. */
export async function main(args: string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    const exitCode = exitCodeFor(error);
    console.error((error as Error).message);
    return exitCode;
  }
}
