/**
 * `npm run start:sam`: the shop with its API functions in containers of `sam local start-api`. Tables, queues, bus,
 * tokens and the functions that events start are those of local-aws, which listens on the address of Docker's bridge:
 * this machine and the containers reach it by the same name, so that it can also be the issuer's.
 *
 * Options: --port and --endpoint-port (3000, 4566); 0 takes any free one. --parameter-overrides NAME=VALUE is for both.
 * Further options go to `local-aws start`: with --data, what was acknowledged outlives a kill.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { removeOrphans } from './orphans.mjs';
import { dockerProblem, samCliProblem, toolPath } from './tools.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

/** Address of Docker's bridge on this machine; containers see this machine under it. */
export function bridgeAddress() {
  // Node's own list leaves out an interface without a carrier, which docker0 is until the first container runs.
  const { stdout } = spawnSync('ip', ['-4', '-oneline', 'address', 'show', 'docker0'], { encoding: 'utf8' });
  const address = /inet (\d+\.\d+\.\d+\.\d+)/.exec(stdout ?? '')?.[1];
  if (address === undefined)
    throw new Error(
      'this machine has no network interface docker0, over which it would reach the same address as its containers: with Docker Desktop use plain `sam local start-api`, as docs/deploying.md describes',
    );
  return address;
}

/** Why the system cannot run in containers here. Undefined when it can. */
export function samProblem() {
  return samCliProblem() ?? dockerProblem();
}

function freePort(host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, host, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Resolves with the output once it matches. Error: the process ends before. */
function printed(child, pattern, what) {
  let output = '';
  return new Promise((resolve, reject) => {
    const look = (chunk) => {
      output += chunk;
      if (pattern.test(output)) resolve(output);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', look);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${what} ended with exit code ${code}:\n${output}`)));
  });
}

const children = [];

function start(command, args, env = process.env) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

function startLocalAws(host, endpointPort, rest) {
  const seeds = ['catalog', 'inventory'].flatMap((name) => ['--seed', `apps/${name}/seed.json`]);
  const ports = ['--host', host, '--port', '0', '--endpoint-port', String(endpointPort)];
  const child = start(process.execPath, [
    'packages/local-aws/bin/local-aws.js',
    'start',
    ...ports,
    '--no-watch',
    ...seeds,
    ...rest,
  ]);
  return printed(child, /^ {2}data {6}/m, 'local-aws');
}

/** AWS keys would make SAM CLI ask STS, which waits ten seconds for an answer. */
function samEnvironment() {
  const {
    AWS_ACCESS_KEY_ID: _id,
    AWS_SECRET_ACCESS_KEY: _secret,
    AWS_PROFILE: _profile,
    ...env
  } = process.env;
  return { ...env, SAM_CLI_TELEMETRY: '0', AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' };
}

function samParameters(urls, overrides) {
  return {
    Stage: 'local',
    Architecture: architecture,
    IssuerUrl: urls.issuer,
    TokenUrl: `${urls.issuer}/oauth2/token`,
    ApiUrl: urls.api,
    ...overrides,
  };
}

function startSam({ host, port, parameters, variables }) {
  const hasImage = spawnSync('docker', [
    'image',
    'inspect',
    `public.ecr.aws/lambda/nodejs:24-${architecture}`,
  ]);
  const child = start(
    toolPath('sam', 'sam'),
    [
      ...['local', 'start-api', '--config-env', 'local', '--host', host, '--port', String(port)],
      ...['--region', 'us-east-1', '--warm-containers', 'LAZY', '--env-vars', variables],
      ...(hasImage.status === 0 ? ['--skip-pull-image'] : []),
      '--parameter-overrides',
      ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`),
    ],
    samEnvironment(),
  );
  if (process.env.SAM_LOG !== undefined)
    for (const stream of [child.stdout, child.stderr]) stream.pipe(process.stderr);
  return printed(child, /Running on http/, 'sam local start-api');
}

function writeVariables(folder, endpointUrl, apiUrl) {
  const args = ['environment', '--endpoint-url', endpointUrl, '--api-url', apiUrl];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['packages/nx-plugin/bin/stack.js', ...args],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  const file = join(folder, 'env.json');
  writeFileSync(file, stdout);
  return file;
}

async function stop(folder) {
  await Promise.all(
    children.toReversed().map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }),
  );
  rmSync(folder, { recursive: true, force: true });
}

/** Own options, what both sides get, and what is for local-aws alone. */
function readArguments() {
  const own = { port: '3000', 'endpoint-port': '4566' };
  const options = {
    ...Object.fromEntries(Object.keys(own).map((name) => [name, { type: 'string' }])),
    'parameter-overrides': { type: 'string', multiple: true },
  };
  const { values, tokens } = parseArgs({ options, strict: false, allowPositionals: true, tokens: true });
  const rest = tokens
    .filter(({ kind, name }) => kind === 'positional' || (kind === 'option' && !Object.hasOwn(own, name)))
    .flatMap(({ kind, rawName, value }) => (kind === 'positional' ? [value] : [rawName, value ?? []].flat()));
  const overrides = (values['parameter-overrides'] ?? []).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new Error(`--parameter-overrides ${pair} is not NAME=VALUE`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return { ...own, ...values, overrides: Object.fromEntries(overrides), rest };
}

async function main() {
  const { port: wantedPort, 'endpoint-port': endpointPort, overrides, rest } = readArguments();
  const problem = samProblem();
  if (problem !== undefined) throw new Error(problem);
  const folder = mkdtempSync(join(tmpdir(), 'sam local '));
  let stopping;
  const end = () => {
    stopping ??= stop(folder);
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
  try {
    const host = bridgeAddress();
    await removeOrphans(process.cwd());
    const ready = await startLocalAws(host, endpointPort, rest);
    const url = (name) => new RegExp(`^  ${name} +(http\\S+)`, 'm').exec(ready)?.[1];
    const port = wantedPort === '0' ? await freePort(host) : wantedPort;
    const urls = { api: `http://${host}:${port}`, endpoint: url('endpoint'), issuer: url('issuer') };
    const parameters = samParameters(urls, overrides);
    const variables = writeVariables(folder, urls.endpoint, parameters.ApiUrl);
    await startSam({ host, port, parameters, variables });
    console.log(`  API       ${urls.api}\n  endpoint  ${urls.endpoint}\n  issuer    ${urls.issuer}`);
    const data = /^ {2}data {6}.*/m.exec(ready)?.[0];
    console.log(`${data}\nAPI functions run in containers. Ctrl-C stops both.`);
    await Promise.race(children.map((child) => new Promise((resolve) => child.on('exit', resolve))));
  } finally {
    await end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
