/** `node scripts/registry-tool.mjs NAME…`: installs tools of a release where they are not yet, and prints their folders. */
import { fileURLToPath } from 'node:url';
import { installTool, tools } from './registry-tools.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
try {
  for (const name of process.argv.slice(2)) {
    if (tools[name] === undefined)
      throw new Error(`there is no tool '${name}': ${Object.keys(tools).join(', ')}`);
    console.log(installTool(root, name));
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
