import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const packages = join(import.meta.dirname, '..', '..');

/** For tests that start the command line as its own process: the sources bundled as a release has them. */
export interface TestBundle {
  readonly directory: string;
  readonly cli: string;
}

/** The bundle stands below the package, so that it finds the package's dependencies. */
export function bundleForTest(): TestBundle {
  const dist = join(packages, 'local-aws', 'dist');
  mkdirSync(dist, { recursive: true });
  const directory = mkdtempSync(join(dist, 'cli test '));
  const cli = join(directory, 'bundle', 'cli.js');
  const sourceOf = (name: string) => join(packages, name, 'src', 'index.ts');
  buildSync({
    entryPoints: [join(packages, 'local-aws', 'src', 'cli.ts')],
    outfile: cli,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    alias: {
      '@atoll/embedded-dynamodb': sourceOf('embedded-dynamodb'),
      '@atoll/lambda-bundle': sourceOf('lambda-bundle'),
    },
  });
  cpSync(join(packages, 'local-aws', 'src', 'bootstrap'), join(directory, 'bootstrap'), { recursive: true });
  return { directory, cli };
}
