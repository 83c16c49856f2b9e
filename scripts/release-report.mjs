import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { output } from './release-run.mjs';

/** The mark by which a later run finds the comment that it replaces. */
const mark = '<!-- contract-report -->';

const cli = 'packages/contract/bin/contract.js';

function contractCheck(root, since) {
  const args = [cli, 'check', '--since', since];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { ok: status === 0, text: `${stdout}${stderr}`.trim() };
}

/** Each changed contract beside what it was where the branch began. */
function comparisons(root, since) {
  const base = output('git', ['merge-base', since, 'HEAD'], root).trim();
  const args = ['diff', '--name-only', '--diff-filter=M', base, '--', 'packages/*-client/openapi.yaml'];
  const files = output('git', args, root)
    .split('\n')
    .filter((file) => file !== '');
  return files.map((file) => {
    const compare = [cli, 'compare', `${base}:${file}`, file, '--markdown'];
    const { stdout, stderr } = spawnSync(process.execPath, compare, { cwd: root, encoding: 'utf8' });
    return `#### ${file}\n\n${(stdout || stderr).trim().replaceAll(`${base}:`, '').replaceAll(/^### /gm, '')}`;
  });
}

/** What the branch's changesets would move, as changesets plans it. */
function plannedReleases(root, since) {
  const folder = mkdtempSync(join(tmpdir(), 'atoll-plan-'));
  try {
    const file = join(folder, 'plan.json');
    const args = [
      'node_modules/@changesets/cli/bin.js',
      'status',
      `--since=${since}`,
      `--output=${relative(root, file)}`,
    ];
    const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) return { error: `${stdout}${stderr}`.trim(), releases: [] };
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function releaseRows({ error, releases }) {
  if (error !== undefined) return `\`\`\`\n${error}\n\`\`\``;
  const moving = releases.filter(({ type }) => type !== 'none');
  if (moving.length === 0) return 'Nothing.';
  const rows = moving.map(
    ({ name, type, oldVersion, newVersion }) => `| ${name} | ${type} | ${oldVersion} → ${newVersion} |`,
  );
  return ['| package | bump | version |', '|---|---|---|', ...rows].join('\n');
}

/** A comment of GitHub has 65536 characters at most. */
const longest = 60_000;

/** Prints the report of a pull request as Markdown; exit code 1 when a changeset is missing. */
export function printReport(root, since) {
  const { ok, text } = contractCheck(root, since);
  const report = `${mark}
### Contracts since \`${since}\`: ${ok ? 'every change has its changeset' : 'something is missing'}

<details${ok ? '' : ' open'}><summary>contract check</summary>

\`\`\`\`text
${text}
\`\`\`\`

</details>

${comparisons(root, since).join('\n\n')}

### What this branch moves

${releaseRows(plannedReleases(root, since))}`;
  console.log(report.slice(0, longest));
  process.exitCode = ok ? 0 : 1;
}
