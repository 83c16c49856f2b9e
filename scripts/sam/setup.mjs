/**
 * `npm run setup:sam`: installs SAM CLI, cfn-lint and the CloudFormation emulator in pinned versions into the user's
 * cache folder (or the folder that ATOLL_TOOLS names), and says what else this machine lacks. Nothing of the
 * repository needs them but `npm run e2e -- --target sam|deploy` and `npm run lint:sam`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerProblem, toolsFolder, versions } from './tools.mjs';

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error !== undefined) throw new Error(`${command} cannot be started: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with exit code ${status}`);
}

function install(group, packages) {
  const folder = join(toolsFolder, group);
  const record = join(folder, 'installed.txt');
  const wanted = packages.join('\n');
  if (existsSync(record) && readFileSync(record, 'utf8') === wanted)
    return console.log(`${folder}: up to date`);
  mkdirSync(toolsFolder, { recursive: true });
  run('python3', ['-m', 'venv', '--clear', folder]);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  writeFileSync(record, wanted);
  console.log(`${folder}: ${packages.join(', ')}`);
}

for (const [group, packages] of Object.entries(versions)) install(group, packages);
const problem = dockerProblem();
console.log(problem === undefined ? 'Docker answers: sam local can run' : `without sam local: ${problem}`);
