import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { workspace } from './clone.js';
import { missingTool } from './registry.js';
import { type Run, runNode } from './run-script.js';

const chromium = '/usr/bin/chromium';

/** Why no browser can be driven here. Undefined when one can. */
export function whyNoBrowser(): string | undefined {
  if (!existsSync(chromium)) return `there is no ${chromium} (apt-get install chromium)`;
  return missingTool('playwright-core');
}

function playwright(): string {
  const args = ['scripts/registry-tool.mjs', 'playwright-core'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: workspace, encoding: 'utf8' });
  return pathToFileURL(join(stdout.trim(), 'index.mjs')).href;
}

/** A function of a module that takes the API's address and a token, and gives a text. */
export interface Page {
  readonly entry: string;
  readonly call: string;
  readonly apiUrl: string;
  readonly token: string;
}

/**
 * Serves page and API from one origin, as a shop's distribution does, calls a function of the page and prints what it
 * gives.
 */
function driver({ call, apiUrl, token }: Page): string {
  return `import { createServer, request as forward } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chromium } from '${playwright()}';

const server = createServer((request, response) => {
  if (request.url === '/') return response.setHeader('content-type', 'text/html').end('<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>');
  if (request.url === '/page.js') return response.setHeader('content-type', 'text/javascript').end(readFileSync('page.js'));
  const { method, headers } = request;
  const passed = forward(new URL(request.url, '${apiUrl}'), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  return request.pipe(passed);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({ executablePath: '${chromium}', args: flags });
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.error(message.text()));
  await page.goto(\`http://127.0.0.1:\${server.address().port}/\`);
  await page.waitForFunction(() => '${call}' in globalThis);
  console.log(await page.evaluate((token) => globalThis.${call}(location.origin, token), '${token}'));
} finally {
  await browser.close();
  server.close();
}
`;
}

/** Bundles a module of the folder as for a web page, and runs a function of it in headless Chromium. */
export async function runInBrowser(folder: string, page: Page): Promise<Run> {
  const bundled = { entryPoints: [join(folder, page.entry)], outfile: join(folder, 'page.js') };
  await build({ ...bundled, bundle: true, format: 'esm', platform: 'browser', logLevel: 'silent' });
  writeFileSync(join(folder, 'drive.mjs'), driver(page));
  return runNode(['drive.mjs'], { cwd: folder });
}
