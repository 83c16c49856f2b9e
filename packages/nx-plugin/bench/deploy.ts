/**
 * `npm run bench -- deploy [ROUNDS]`: what it costs to package and publish a service that has not changed: the time of
 * `nx run orders:package` beyond that of a run of Nx that does nothing else, and how many objects are written the first
 * and the second time. Needs `npm run build`. Medians.
 */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ArtifactStore } from '../src/deploy/artifact-store.js';
import { packageService } from '../src/package/package-service.js';
import { readSystem } from '../src/system/read-system.js';

const rounds = Number(process.argv[2] ?? 5);
const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_ISOLATE_PLUGINS: 'false' };

function nxMs(...args: string[]): number {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['node_modules/nx/dist/bin/nx.js', ...args], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`nx ${args.join(' ')}: ${stderr}`);
  return performance.now() - startedMs;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

nxMs('run', 'orders:package', '--outputStyle=static');
const [starts, packages]: [number[], number[]] = [[], []];
for (let round = 0; round < rounds; round++) {
  starts.push(nxMs('show', 'projects'));
  packages.push(nxMs('run', 'orders:package', '--outputStyle=static'));
}
const beyond = median(packages) - median(starts);
console.log(
  `package of one unchanged service: ${median(packages).toFixed(0)} ms, Nx's own start ${median(starts).toFixed(0)} ms, beyond it ${beyond.toFixed(0)} ms`,
);

/** Keeps the keys of what was written. */
const written = new Set<string>();
const server = createServer((request, response) => {
  const path = request.url?.split('?')[0] ?? '';
  request.resume().on('end', () => {
    if (request.method === 'PUT') written.add(path);
    response.writeHead(request.method === 'HEAD' && !written.has(path) ? 404 : 200).end();
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
Object.assign(process.env, {
  AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 'b',
});
const orders = readSystem('template.yaml').services.find(({ service }) => service === 'orders');
if (orders === undefined) throw new Error('template.yaml nests no orders');
const config = {
  stage: 's',
  isPreview: false,
  stackName: 's',
  region: 'eu-west-1',
  bucket: 'b',
  parameters: {},
};
for (const name of ['first', 'second']) {
  const before = written.size;
  const startedMs = performance.now();
  await new ArtifactStore(config).publish(packageService(orders, process.cwd()));
  console.log(
    `${name} publication of orders: ${written.size - before} objects written, ${(performance.now() - startedMs).toFixed(0)} ms`,
  );
}
server.closeAllConnections();
server.close();
