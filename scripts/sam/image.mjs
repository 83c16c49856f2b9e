/**
 * `npm run image:sam`: makes a local image for `sam local` where the public Lambda images cannot be pulled,
 * of this machine's shell and libraries, the npm package of the Node.js binary and a small Runtime API client. SAM CLI
 * takes any local image of the right name (`--skip-pull-image`) and adds its own emulator.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toolsFolder } from './tools.mjs';

const workspace = fileURLToPath(new URL('../..', import.meta.url));
const nodeVersion = '24.21.0';
/** As SAM CLI names it, and as Docker and npm do. */
const platforms = { x64: ['x86_64', 'linux/amd64'], arm64: ['arm64', 'linux/arm64'] };

function output(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (error !== undefined) throw new Error(`${command} cannot be started: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** The Node.js binary of its npm package, which ships it whole. */
function nodeBinary() {
  const folder = join(toolsFolder, `node-${nodeVersion}`);
  const binary = join(folder, 'package', 'bin', 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const name = `node-linux-${process.arch}@${nodeVersion}`;
  const packed = output('npm', ['pack', '--silent', name], { cwd: folder }).trim();
  output('tar', ['-xzf', packed], { cwd: folder });
  rmSync(join(folder, packed));
  return binary;
}

/** Copies a program and the libraries that the loader finds for it. */
function copyProgram(from, root, to) {
  const target = join(root, to);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(from, target, { dereference: true });
  chmodSync(target, 0o755);
  const libraries = output('ldd', [from]).matchAll(/(\/[^\s()]+)\s+\(0x/g);
  for (const [, library] of libraries)
    cpSync(library, join(root, library), { dereference: true, recursive: true });
}

const bootstrap = `#!/bin/sh
exec /var/lang/bin/node /var/runtime/client/bootstrap.mjs
`;

function fill(root) {
  for (const folder of ['var/task', 'opt', 'tmp', 'var/rapid', 'var/runtime'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const name of ['sh', 'mv', 'chmod']) copyProgram(`/bin/${name}`, root, `bin/${name}`);
  copyProgram(nodeBinary(), root, 'var/lang/bin/node');
  cpSync(join(workspace, 'packages/local-aws/src/bootstrap'), join(root, 'var/runtime/client'), {
    recursive: true,
  });
  writeFileSync(join(root, 'var/runtime/bootstrap'), bootstrap, { mode: 0o755 });
}

const environment = {
  PATH: '/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin',
  LANG: 'C.UTF-8',
  LAMBDA_TASK_ROOT: '/var/task',
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  LD_LIBRARY_PATH: '/var/lang/lib:/var/runtime:/var/task:/opt/lib',
};

/** Imports the folder as the image that SAM CLI looks for, and drops what SAM CLI derived of an older one. */
export function makeImage() {
  const [architecture, platform] = platforms[process.arch] ?? [];
  if (architecture === undefined || process.platform !== 'linux')
    throw new Error(
      'only Linux on x64 or arm64 can make the image: elsewhere let SAM CLI pull the public one',
    );
  const repository = 'public.ecr.aws/lambda/nodejs';
  const root = mkdtempSync(join(tmpdir(), 'lambda image '));
  try {
    fill(root);
    const changes = Object.entries(environment).map(([name, value]) => `ENV ${name}=${value}`);
    const flags = [...changes, 'WORKDIR /var/task', 'ENTRYPOINT ["/var/runtime/bootstrap"]'].flatMap(
      (change) => ['--change', change],
    );
    const archive = `${root}.tar`;
    output('tar', ['-C', root, '-cf', archive, '.']);
    output('docker', [
      'import',
      '--platform',
      platform,
      ...flags,
      archive,
      `${repository}:24-${architecture}`,
    ]);
    rmSync(archive);
  } finally {
    rmSync(root, { recursive: true });
  }
  const derived = `${repository}:24-rapid-${architecture}`;
  if (output('docker', ['images', '-q', derived]).trim() !== '') output('docker', ['rmi', '-f', derived]);
  return `${repository}:24-${architecture}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(makeImage());
