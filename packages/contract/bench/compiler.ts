/**
 * `npm run bench -- compiler`: GitHub's description (13 MB of JSON) through the compiler, beside openapi-typescript,
 * @hey-api/openapi-ts and orval, which are installed into a temporary folder. Times of the compiler are medians in one
 * process and stand beside JSON.parse and one walk over the same text; those of the others are whole processes with
 * their peak memory, as is the compiler's own first run. Then the type checker over the client and over
 * openapi-typescript's types alone, and `generate --watch` after a change of one operation, to new files.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { typeErrors, writeFiles } from '../conformance/documents/check-types.js';
import { publishedPackages } from '../conformance/documents/published-packages.js';
import type { GeneratedFile } from '../src/write/generated-file.js';
import { type Compiler, withBundledCompiler } from './bundled-compiler.js';

const rounds = 5;

function medianMs(run: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[rounds >> 1] ?? 0;
}

function ms(time: number): string {
  return `${time.toFixed(0).padStart(6)} ms`;
}

function walk(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + walk(each), 1);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, each) => sum + walk(each), 1);
}

/** Client and service, as `contract generate` writes them. */
function generate(
  { readContract, writeClient, writeService }: Compiler,
  path: string,
): { client: GeneratedFile[]; service: GeneratedFile[] } {
  const { contract, diagnostics } = readContract(path);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  return { client: writeClient(contract), service: writeService(contract) };
}

function inProcess(compiler: Compiler, path: string): void {
  const base = medianMs(() => walk(JSON.parse(readFileSync(path, 'utf8'))));
  const read = medianMs(() => compiler.readContract(path));
  const all = medianMs(() => generate(compiler, path));
  console.log(`JSON.parse and one walk        ${ms(base)}`);
  console.log(`the contract is read           ${ms(read)}  (${(read / base).toFixed(1)})`);
  console.log(`client and service are written ${ms(all)}  (${(all / base).toFixed(1)})`);
}

interface Process {
  readonly name: string;
  readonly args: readonly string[];
}

/** Has every Node.js process below say how much memory it had at most, in kilobytes. */
const peakMemory = `import { appendFileSync } from 'node:fs';
process.on('exit', () => appendFileSync(process.env.PEAK_MEMORY, process.resourceUsage().maxRSS + '\\n'));`;

function wholeProcesses(folder: string, path: string, output: string): void {
  const bin = (name: string, file: string) => join(folder, 'node_modules', name, file);
  const workspace = join(output, 'workspace');
  mkdirSync(join(workspace, 'packages', 'github-client'), { recursive: true });
  writeFileSync(join(workspace, 'package.json'), '{}');
  writeFileSync(join(workspace, 'packages', 'github-client', 'openapi.yaml'), readFileSync(path));
  const cli = join(import.meta.dirname, '..', 'bin', 'contract.js');
  const processes: Process[] = [
    {
      name: '@atoll/contract, client',
      args: [cli, 'generate', join(workspace, 'packages', 'github-client')],
    },
    {
      name: 'openapi-typescript, types',
      args: [bin('openapi-typescript', 'bin/cli.js'), path, '-o', join(output, 'types', 'types.ts')],
    },
    {
      name: '@hey-api/openapi-ts, client',
      args: [bin('@hey-api/openapi-ts', 'bin/run.js'), '-i', path, '-o', join(output, 'hey')],
    },
    {
      name: 'orval, client',
      args: [
        bin('orval', 'dist/bin/orval.mjs'),
        '--input',
        path,
        '--output',
        join(output, 'orval', 'client.ts'),
      ],
    },
  ];
  for (const { name, args } of processes) {
    const peaks = join(output, 'peaks');
    const env = {
      ...process.env,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(peakMemory)}`,
      PEAK_MEMORY: peaks,
    };
    writeFileSync(peaks, '');
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: workspace,
      encoding: 'utf8',
      env,
      timeout: 300_000,
    });
    const time = performance.now() - started;
    const ended = status === 0 ? '' : `  ended with ${status}: ${stderr.trim().split('\n')[0] ?? ''}`;
    const peak = Math.max(...readFileSync(peaks, 'utf8').trim().split('\n').map(Number)) / 1024;
    console.log(`${name.padEnd(30)} ${ms(time)}  ${peak.toFixed(0)} MB${ended}`);
  }
}

function checkedTypes(output: string, client: readonly GeneratedFile[]): void {
  writeFiles(join(output, 'client'), client);
  const check = (name: string, folder: string) => {
    if (!existsSync(folder) || readdirSync(folder).length === 0) return undefined;
    let errors = 0;
    const time = medianMs(() => {
      errors = typeErrors(folder).length;
    });
    console.log(`tsc over ${name.padEnd(21)} ${ms(time)}  ${errors} errors`);
    return time;
  };
  const types = check('openapi-typescript', join(output, 'types'));
  const own = check('the client', join(output, 'client'));
  if (types !== undefined && own !== undefined) console.log(`  ratio ${(own / types).toFixed(2)}`);
}

function watchedOperation(
  { ContractCompiler }: Compiler,
  { name, path, output }: { readonly name: string; readonly path: string; readonly output: string },
): void {
  const text = readFileSync(path, 'utf8');
  const workspace = join(output, name);
  const [client, app] = [join(workspace, 'packages', `${name}-client`), join(workspace, 'apps', name)];
  for (const each of [client, app]) mkdirSync(each, { recursive: true });
  // Two paths of GitHub's are one to a router, so that it can have a client alone.
  if (name !== 'github') writeFileSync(join(app, 'template.yaml'), 'Resources: {}\n');
  const file = join(client, 'openapi.yaml');
  writeFileSync(file, text);
  const compiler = new ContractCompiler(file, workspace, { watch: true });
  const { log, error } = console;
  console.log = console.error = () => undefined;
  compiler.compile();
  let count = 0;
  const time = medianMs(() => {
    writeFileSync(file, text.replace(/("?summary"?: *"?)/, `$1${count++} `));
    if (!compiler.compile().ok) throw new Error(`${name} has errors`);
  });
  Object.assign(console, { log, error });
  console.log(`one operation of ${name.padEnd(13)} ${ms(time)}`);
}

function run(compiler: Compiler, folder: string): void {
  const path = join(folder, 'node_modules', '@octokit', 'openapi', 'generated', 'api.github.com.json');
  const output = mkdtempSync(join(tmpdir(), 'bench compiler '));
  const orders = join(import.meta.dirname, '..', '..', 'orders-client', 'openapi.yaml');
  // First, since who watches orders has compiled nothing larger before.
  watchedOperation(compiler, { name: 'orders', path: orders, output });
  inProcess(compiler, path);
  wholeProcesses(folder, path, output);
  checkedTypes(output, generate(compiler, path).client);
  watchedOperation(compiler, { name: 'github', path, output });
  rmSync(output, { recursive: true });
}

const folder = publishedPackages('generators', {
  '@octokit/openapi': '23.0.2',
  'openapi-typescript': '7.13.0',
  '@hey-api/openapi-ts': '0.99.0',
  orval: '8.38.0',
  typescript: '5.9.3',
});
if (folder !== undefined) await withBundledCompiler((compiler) => run(compiler, folder));
