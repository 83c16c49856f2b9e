import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installTool } from './registry-tools.mjs';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** The registry that this machine's npm uses: everything but our own packages comes from there. */
function upstream() {
  const { stdout, stderr } = spawnSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' });
  const url = stdout.trim();
  if (url === '') throw new Error(`npm does not tell which registry it uses: ${stderr.trim()}`);
  return url;
}

/** JSON is YAML. Our own scope has no proxy: a name that is not published here must not be taken from elsewhere. */
function configuration(storage) {
  const open = { access: '$all', publish: '$all', unpublish: '$all' };
  return JSON.stringify({
    storage,
    auth: { htpasswd: { file: join(storage, 'htpasswd'), max_users: 100 } },
    uplinks: { upstream: { url: upstream(), maxage: '60m', cache: true } },
    packages: { '@atoll/*': open, '**': { access: '$all', proxy: 'upstream' } },
    web: { enable: false },
    log: { type: 'stdout', format: 'json', level: 'error' },
    max_body_size: '50mb',
  });
}

async function answers(url, child, output) {
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`verdaccio ended with exit code ${child.exitCode}:\n${output()}`);
    const answer = await fetch(`${url}/-/ping`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** npm publishes only with a token, whatever the registry allows. */
async function register(url) {
  const name = 'local';
  const answer = await fetch(`${url}/-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: crypto.randomUUID(), type: 'user' }),
  });
  if (!answer.ok) throw new Error(`verdaccio registers no user: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).token;
}

/**
 * Starts Verdaccio on this machine alone, with an empty storage that goes with it. `userconfig` is an .npmrc that names
 * the registry and may publish to it.
 *
 * @param port 0 for a free one.
 */
export async function startRegistry(root, port = 0) {
  const verdaccio = installTool(root, 'verdaccio');
  const bin = join(verdaccio, JSON.parse(readFileSync(join(verdaccio, 'package.json'), 'utf8')).bin);
  const folder = mkdtempSync(join(tmpdir(), 'atoll-registry-'));
  const config = join(folder, 'config.json');
  writeFileSync(config, configuration(join(folder, 'storage')));
  const listen = `127.0.0.1:${port === 0 ? await freePort() : port}`;
  const child = spawn(process.execPath, [bin, '--config', config, '--listen', listen], { cwd: folder });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://${listen}`;
  try {
    await answers(url, child, () => text);
    const userconfig = join(folder, 'npmrc');
    const token = await register(url);
    writeFileSync(userconfig, `registry=${url}/\n//${listen}/:_authToken=${token}\n`);
    return { url, userconfig, output: () => text, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
