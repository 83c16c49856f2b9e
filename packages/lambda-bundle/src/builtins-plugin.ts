import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const names = new Set(builtinModules);

function isBuiltin(path: string): boolean {
  return path.startsWith('node:') || names.has(path);
}

/**
 * Takes Node's built-in modules from `process.getBuiltinModule` instead of `import`. An ESM import reads every
 * property of the module, and those of `node:http` load undici: 80 ms of a cold start. The module is CommonJS to
 * esbuild, so a named import becomes a property access at its use and nothing else is touched.
 */
export const builtinsPlugin: Plugin = {
  name: 'node-builtins',
  setup(build) {
    build.onResolve({ filter: /^[a-z_:/0-9]+$/ }, ({ path }) =>
      isBuiltin(path)
        ? { path: path.replace(/^node:/, ''), namespace: 'node', sideEffects: false }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => ({
      contents: `const found = process.getBuiltinModule(${JSON.stringify(`node:${path}`)});
if (found === undefined) throw new Error(${JSON.stringify(`Node.js `)} + process.version + ${JSON.stringify(` has no built-in module node:${path}`)});
module.exports = found;`,
      loader: 'js',
    }));
  },
};
