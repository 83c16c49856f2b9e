/**
 * What peers say of the same pairs: api-smart-diff (npm) and oasdiff v1.36.0 (Go module proxy), both installed at run
 * time into a folder of the user's caches. Whoever cannot be installed is left out with the reason.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

export interface JudgedPair {
  readonly base: string;
  readonly revision: string;
  /** Of the oasdiff release that made the cases. */
  readonly verdict: string;
}

type Judge = (base: string, revision: string) => boolean;

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'atoll', 'compat');

function installed(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): string | undefined {
  const { status, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 300_000,
  });
  return status === 0 ? undefined : (error?.message ?? stderr.trim().split('\n').at(-1) ?? 'no reason given');
}

function oasdiff(folder: string): Judge | string {
  const binary = join(cache, 'oasdiff');
  if (!existsSync(binary)) {
    const failure = installed('go', ['install', 'github.com/oasdiff/oasdiff@v1.36.0'], { GOBIN: cache });
    if (failure !== undefined) return failure;
  }
  return (base, revision) => {
    const { stdout } = spawnSync(binary, ['changelog', base, revision, '-f', 'json'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const changes = JSON.parse(stdout || '[]') as { level: number }[];
    return changes.some(({ level }) => level === 3);
  };
}

function smartDiff(folder: string): Judge | string {
  const wanted = 'api-smart-diff@1.0.6';
  if (!existsSync(join(cache, 'node_modules', 'api-smart-diff'))) {
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefix', cache];
    const failure = installed('npm', ['install', ...options, wanted]);
    if (failure !== undefined) return failure;
  }
  const { apiCompare } = createRequire(join(cache, 'package.json'))('api-smart-diff') as {
    apiCompare(before: unknown, after: unknown): { readonly diffs: readonly { readonly type: string }[] };
  };
  const read = (file: string): unknown => parse(readFileSync(resolve(folder, file), 'utf8'));
  return (base, revision) =>
    apiCompare(read(base), read(revision)).diffs.some(({ type }) => type === 'breaking');
}

function score(name: string, judge: Judge | string, pairs: readonly JudgedPair[]): void {
  if (typeof judge === 'string') {
    console.log(`${name}: left out: ${judge}`);
    return;
  }
  const counts = { caught: 0, missed: 0, alarms: 0, silent: 0, gaveUp: 0 };
  for (const { base, revision, verdict } of pairs) {
    try {
      const breaks = judge(base, revision);
      if (verdict === 'breaking') counts[breaks ? 'caught' : 'missed']++;
      else counts[breaks ? 'alarms' : 'silent']++;
    } catch {
      counts.gaveUp++; // A document that the peer cannot read is counted, not judged.
    }
  }
  const { caught, missed, alarms, silent, gaveUp } = counts;
  console.log(
    `${name}: breaking caught ${caught}/${caught + missed}; false alarms ${alarms}/${alarms + silent}; gave up on ${gaveUp}`,
  );
}

/** Prints one line for each peer. */
export function scorePeers(pairs: readonly JudgedPair[], folder: string): void {
  mkdirSync(cache, { recursive: true });
  console.log('\nPeers on the same pairs:');
  score('oasdiff v1.36.0', oasdiff(folder), pairs);
  score('api-smart-diff 1.0.6', smartDiff(folder), pairs);
}
