import { dirname } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { builtinsPlugin } from './builtins-plugin.js';
import { credentialsPlugin } from './credentials-plugin.js';
import { pinoTransportsPlugin } from './pino-transports-plugin.js';

/** CommonJS dependencies expect these three; an ES module has none of them. */
const commonJsScope = `const { require, __filename, __dirname } = (() => {
  const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);
  const __filename = process.getBuiltinModule('node:url').fileURLToPath(import.meta.url);
  return { require, __filename, __dirname: process.getBuiltinModule('node:path').dirname(__filename) };
})();`;

export interface BundleOptions {
  /** Function and class names are kept: logs and error types show them. */
  readonly minify?: boolean;
}

/**
 * How a function is bundled. Paths in the output are relative to the folder above `src/`, never absolute, so that the
 * same sources give the same bytes in every checkout.
 */
export function buildOptions(entryPoint: string, outDirectory: string, options: BundleOptions) {
  return {
    absWorkingDir: dirname(dirname(entryPoint)),
    entryPoints: { index: entryPoint },
    outdir: outDirectory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@atoll/source'],
    mainFields: ['module', 'main'],
    banner: { js: commonJsScope },
    sourcemap: 'linked',
    minify: options.minify ?? false,
    keepNames: options.minify ?? false,
    plugins: [builtinsPlugin, credentialsPlugin, pinoTransportsPlugin],
    logLevel: 'silent',
  } as const satisfies BuildOptions;
}
