/**
 * `npm run bench -- local`: start of the shop with a warm build cache; what gateway and function add to a bare HTTP
 * server that answers the same bytes, with serverless-offline beside it; memory of the running shop.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const rounds = 5;
const requestsPerRound = 400;
const directory = mkdtempSync(join(tmpdir(), 'atoll-bench-'));
const children: ChildProcess[] = [];
const body = JSON.stringify({ hello: 'world' });
const answer = `{ statusCode: 200, headers: { 'content-type': 'application/json' }, body: '${body}' }`;

interface Server {
  readonly name: string;
  readonly url: string;
}

/** Starts a command and resolves with its output once `pattern` stands in it. */
function started(args: readonly string[], cwd: string, pattern: RegExp): Promise<string> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return new Promise((done, failed) => {
    let output = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (pattern.test(output)) done(output);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', (code) => failed(new Error(`${args.join(' ')} ended with ${code}:\n${output}`)));
  });
}

async function bare(): Promise<Server> {
  const code = `require('node:http').createServer((q, s) => { s.setHeader('content-type', 'application/json'); s.end('${body}'); })
    .listen(0, '127.0.0.1', function () { console.log('port ' + this.address().port); });`;
  const output = await started(['-e', code], directory, /port \d+/);
  return { name: 'bare node:http', url: `http://127.0.0.1:${/port (\d+)/.exec(output)?.[1]}/hello` };
}

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  HelloFunction:
    Type: AWS::Serverless::Function
    Properties:
      { Handler: index.handler, Runtime: nodejs24.x, CodeUri: code, Events: { Get: { Type: Api, Properties: { Path: /hello, Method: get } } } }
`;

async function localAws(): Promise<Server> {
  const folder = join(directory, 'local-aws');
  mkdirSync(join(folder, 'code'), { recursive: true });
  writeFileSync(join(folder, 'template.yaml'), template);
  writeFileSync(join(folder, 'code', 'index.mjs'), `export const handler = async () => (${answer});\n`);
  const bin = resolve('packages/local-aws/bin/local-aws.js');
  const output = await started([bin, 'start', '--port', '0', '--endpoint-port', '0'], folder, /^ {2}data /m);
  return { name: 'local-aws', url: `${/API +(http\S+)/.exec(output)?.[1]}/hello` };
}

async function serverlessOffline(): Promise<Server> {
  const folder = join(directory, 'serverless');
  mkdirSync(folder);
  const packages = ['serverless@3.40.0', 'serverless-offline@13.9.0'];
  execFileSync('npm', ['install', '--no-save', '--loglevel=error', '--prefix', folder, ...packages], {
    stdio: 'ignore',
  });
  writeFileSync(
    join(folder, 'serverless.yml'),
    `service: hello
frameworkVersion: '3'
provider: { name: aws, runtime: nodejs20.x }
plugins: [serverless-offline]
functions: { hello: { handler: index.handler, events: [{ http: { path: hello, method: get } }] } }
`,
  );
  writeFileSync(join(folder, 'index.js'), `exports.handler = async () => (${answer});\n`);
  const [httpPort, lambdaPort] = [48_123, 48_124];
  const args = [
    'offline',
    'start',
    '--httpPort',
    `${httpPort}`,
    '--lambdaPort',
    `${lambdaPort}`,
    '--noPrependStageInUrl',
  ];
  await started([join(folder, 'node_modules/serverless/bin/serverless.js'), ...args], folder, /Server ready/);
  return { name: 'serverless-offline', url: `http://localhost:${httpPort}/hello` };
}

const agent = new Agent({ keepAlive: true });

function timed(url: string): Promise<number> {
  const begun = performance.now();
  return new Promise((done, failed) => {
    const sent = request(url, { agent }, (response) => {
      response.resume().once('end', () => done(performance.now() - begun));
      if (response.statusCode !== 200) failed(new Error(`${url} answered ${response.statusCode}`));
    });
    sent.once('error', failed).end();
  });
}

function quantile(times: number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function latencies(servers: readonly Server[]): Promise<void> {
  const times = new Map(servers.map(({ name }) => [name, [] as number[]]));
  for (const { url } of servers) for (let i = 0; i < 200; i++) await timed(url);
  for (let round = 0; round < rounds; round++)
    for (const { name, url } of servers)
      for (let i = 0; i < requestsPerRound; i++) times.get(name)?.push(await timed(url));
  const base = quantile(times.get('bare node:http') ?? [], 0.5);
  for (const [name, each] of times) {
    const [p50, p99] = [quantile(each, 0.5), quantile(each, 0.99)];
    const over = `${(p50 - base).toFixed(3)} ms over bare`;
    console.log(
      `${name.padEnd(20)} p50 ${p50.toFixed(3)} ms  p99 ${p99.toFixed(3)} ms  ÷ bare ${(p50 / base).toFixed(1)}  ${over}`,
    );
  }
}

/** Resident set in MiB of a process and of those below it, by command line. Linux only. */
function memory(pid: number): { core: number; functions: number[] } {
  const table = execFileSync('ps', ['-eo', 'pid,ppid,rss'], { encoding: 'utf8' }).trim().split('\n').slice(1);
  const rows = table.map((line) => line.trim().split(/\s+/).map(Number));
  const mib = (kib = 0) => Math.round(kib / 1024);
  const core = rows.find(([id]) => id === pid)?.[2];
  return {
    core: mib(core),
    functions: rows.filter(([, parent]) => parent === pid).map(([, , rss]) => mib(rss)),
  };
}

/** The bundles of all functions, and the records that let the next start skip them. */
async function warmBuildCache(): Promise<void> {
  const args = ['packages/local-aws/bin/local-aws.js', 'start', '--port', '0', '--endpoint-port', '0'];
  await started(args, resolve('.'), /^ {2}data /m);
  await new Promise((done) => setTimeout(done, 15_000));
  children.at(-1)?.kill('SIGTERM');
}

async function shop(): Promise<void> {
  const seeds = ['catalog', 'inventory'].flatMap((name) => ['--seed', `apps/${name}/seed.json`]);
  const args = ['packages/local-aws/bin/local-aws.js', 'start', '--port', '0', '--endpoint-port', '0'];
  for (const [name, more] of [
    ['shop, empty', []],
    ['shop, with its 125 seeds', seeds],
  ] as const) {
    const begun = performance.now();
    const output = await started([...args, ...more], resolve('.'), /^ {2}data /m);
    const seconds = ((performance.now() - begun) / 1000).toFixed(2);
    const own = /ready after (\d+) ms/.exec(output)?.[1];
    console.log(`${name}: ready ${seconds} s after its process began (it says ${own} ms)`);
    const { pid } = children.at(-1) ?? {};
    const { core, functions } = memory(pid ?? 0);
    console.log(
      `  memory: core ${core} MiB, ${functions.length} processes below it: ${functions.join(', ')} MiB`,
    );
    children.at(-1)?.kill('SIGTERM');
  }
}

try {
  await warmBuildCache();
  await shop();
  await latencies([await bare(), await localAws(), await serverlessOffline()]);
} finally {
  for (const child of children) child.kill('SIGKILL');
  agent.destroy();
  rmSync(directory, { recursive: true, force: true });
}
