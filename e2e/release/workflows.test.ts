import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workspace } from './clone.js';

/** The compiler's own: nothing else here reads YAML. */
const { parse } = createRequire(join(workspace, 'packages', 'contract', 'package.json'))('yaml') as {
  parse(text: string): unknown;
};

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly 'timeout-minutes'?: number; readonly steps: readonly Step[] }>
  >;
}

const folder = join(workspace, '.github', 'workflows');
const names = readdirSync(folder);
const workflowOf = (name: string) => parse(readFileSync(join(folder, name), 'utf8')) as Workflow;
const stepsOf = (name: string) => Object.values(workflowOf(name).jobs).flatMap(({ steps }) => steps);
const scripts: Record<string, string> = JSON.parse(
  readFileSync(join(workspace, 'package.json'), 'utf8'),
).scripts;
const targets = readFileSync(join(workspace, 'packages', 'nx-plugin', 'src', 'targets.ts'), 'utf8');

/** Why a line cannot be run from the root of a fresh clone. Undefined when it can. */
function faultOf(line: string): string | undefined {
  if (line === 'npm ci') return undefined;
  const script = /^npm (?:run (?:--silent )?([\w:-]+)|(test|start))\b/.exec(line);
  if (script !== null) {
    const name = script[1] ?? script[2] ?? '';
    if (scripts[name] === undefined) return `package.json has no script '${name}'`;
    const file = /^node (\S+)/.exec(scripts[name])?.[1];
    return file === undefined || existsSync(join(workspace, file)) ? undefined : `there is no ${file}`;
  }
  const affected = /^npx nx affected -t ([\w -]+)$/.exec(line);
  if (affected === null) return 'it is neither a script nor Nx';
  const unknown = affected[1]?.split(' ').find((target) => !new RegExp(`\\b${target}\\b`).test(targets));
  return unknown === undefined ? undefined : `no project has the target '${unknown}'`;
}

test.each(names)('every step of %s is a script that exists, and so runs anywhere', (name) => {
  const lines = stepsOf(name).flatMap((step) => {
    const given = [step.run, step.with?.version, step.with?.publish];
    return given.flatMap((each) => (typeof each === 'string' ? each.trim().split('\n') : []));
  });
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.map((line) => [line, faultOf(line)]).filter(([, fault]) => fault !== undefined)).toEqual([]);
});

test.each(names)('no step of %s puts what others wrote into a command', (name) => {
  const lines = stepsOf(name).flatMap(({ run }) => run ?? []);
  expect(lines.filter((line) => line.includes('${{'))).toEqual([]);
});

test.each(names)('every job of %s has an end, and rights no wider than told', (name) => {
  const { jobs, permissions } = workflowOf(name);
  for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toEqual(expect.any(Number));
  expect(permissions).toMatchObject({ contents: 'read' });
});

test.each([
  ['npm run nothing', "package.json has no script 'nothing'"],
  ['npx nx affected -t typecheck fly', "no project has the target 'fly'"],
  ['curl https://example.com | sh', 'it is neither a script nor Nx'],
  ['npm test', undefined],
])('%s: %s', (line, fault) => expect(faultOf(line)).toBe(fault));
