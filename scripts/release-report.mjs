import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** The mark by which a later run finds the comment that it replaces. */
const mark = '<!-- contract-report -->';

function contractCheck(root, since) {
  const args = ['packages/contract/bin/contract.js', 'check', '--since', since];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { ok: status === 0, text: `${stdout}${stderr}`.trim() };
}

/** What the waiting changesets would move, as changesets plans it. */
function plannedReleases(root) {
  const folder = mkdtempSync(join(tmpdir(), 'atoll-plan-'));
  try {
    const file = join(folder, 'plan.json');
    const args = ['node_modules/@changesets/cli/bin.js', 'status', `--output=${relative(root, file)}`];
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

/** Prints the report of a pull request as Markdown; exit code 1 when a changeset is missing. */
export function printReport(root, since) {
  const { ok, text } = contractCheck(root, since);
  console.log(`${mark}
### Contracts since \`${since}\`: ${ok ? 'every change has its changeset' : 'something is missing'}

\`\`\`\`text
${text}
\`\`\`\`

### What the next release moves

${releaseRows(plannedReleases(root))}`);
  process.exitCode = ok ? 0 : 1;
}
