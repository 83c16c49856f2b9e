/**
 * `npm run bench -- sam [ROUNDS]`: the build of all services as ratio to the sum of esbuild's own time for the same
 * functions, each measured alone. Medians. Times in containers are those of `npm run e2e -- --target sam`.
 */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleService } from '@atoll/lambda-bundle';
import { build } from 'esbuild';
import { readSystem } from '../src/system/read-system.js';

const rounds = Number(process.argv[2] ?? 5);
const { services } = readSystem('template.yaml');
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await run();
  return performance.now() - startedMs;
}

/** What esbuild takes for one function with its own defaults for Node. */
function bare(directory: string, name: string): Promise<unknown> {
  return build({
    entryPoints: [join(directory, 'src', `${name}.ts`)],
    bundle: true,
    write: false,
    minify: true,
    sourcemap: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@atoll/source'],
    logLevel: 'silent',
    outdir: resolve('out'),
  });
}

const functions = services.flatMap(({ directory }) =>
  readdirSync(join(directory, 'dist'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ directory, name })),
);
const [whole, sums]: [number[], number[]] = [[], []];
for (let round = 0; round < rounds; round++) {
  whole.push(
    await timed(async () => {
      for (const { directory } of services)
        await bundleService({ serviceDirectory: directory, minify: true });
    }),
  );
  let sum = 0;
  for (const { directory, name } of functions) sum += await timed(() => bare(directory, name));
  sums.push(sum);
}
console.log(
  `${functions.length} functions of ${services.length} services: ${median(whole).toFixed(0)} ms, esbuild alone ${median(sums).toFixed(0)} ms, ratio ${(median(whole) / median(sums)).toFixed(2)}`,
);
