/** Where the tools of AWS that the project's own scripts use are: outside the repository, in the user's cache. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Tried together. ministack needs another boto3 than aws-sam-cli, so it has a folder of its own. */
export const versions = {
  sam: ['aws-sam-cli==1.170.0', 'cfn-lint==1.58.0'],
  ministack: ['ministack==1.5.33', 'aws-sam-translator==1.115.0'],
  checkov: ['checkov==3.3.30'],
};

const cache =
  process.env.XDG_CACHE_HOME ??
  (process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache'));

export const toolsFolder = process.env.ATOLL_TOOLS ?? join(cache, 'atoll', 'tools');

/** Path of a tool that `setup.mjs` has installed, or that the PATH has. Undefined when it is in neither. */
export function toolPath(group, name) {
  const folder = process.platform === 'win32' ? 'Scripts' : 'bin';
  const own = join(toolsFolder, group, folder, name);
  if (existsSync(own)) return own;
  const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.split('\n')[0].trim() : undefined;
}

/** Why containers cannot run here. Undefined when they can. */
export function dockerProblem() {
  const { status, error, stderr } = spawnSync('docker', ['info', '--format', '{{.ServerVersion}}'], {
    encoding: 'utf8',
  });
  if (error !== undefined) return 'there is no docker: install it (Debian: apt-get install docker.io)';
  if (status !== 0) return `Docker does not answer: start it (as root: dockerd &)\n${stderr.trim()}`;
  return undefined;
}

/** The oldest with which the templates have been tried. */
const oldestSam = '1.170.0';

const numbers = (version) => version.split('.').map(Number);

function isOlder(version, than) {
  const [a, b] = [numbers(version), numbers(than)];
  const at = a.findIndex((each, index) => each !== b[index]);
  return at >= 0 && a[at] < b[at];
}

/** Why `sam` cannot be used here: it is not there, too old, or does not start. Undefined when it can. */
export function samCliProblem() {
  const path = toolPath('sam', 'sam');
  if (path === undefined) return 'there is no SAM CLI: run `npm run setup:sam`';
  const env = { ...process.env, SAM_CLI_TELEMETRY: '0' };
  const { stdout, stderr, error } = spawnSync(path, ['--version'], { encoding: 'utf8', env });
  const version = /version (\d+\.\d+\.\d+)/.exec(stdout ?? '')?.[1];
  if (version === undefined)
    return `${path} does not tell its version, so it may be broken: run \`npm run setup:sam\`\n${error?.message ?? stderr}`.trimEnd();
  if (isOlder(version, oldestSam))
    return `${path} is SAM CLI ${version}, and the templates need ${oldestSam}, which knows nodejs24.x: run \`npm run setup:sam\``;
  return undefined;
}
