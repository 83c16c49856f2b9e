/**
 * Reports the sizes of hand-written code against the budgets of CONTRIBUTING.md and fails where a hard limit is
 * passed: file 400 lines, function 80, parameters 3, template 150, README 150/50/100 (root, package, service), `any` 0.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const tracked = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
if (tracked.status !== 0) throw new Error(`git cannot list the files: ${tracked.stderr}`);
const files = tracked.stdout.split('\0').filter((file) => file !== '' && !/(^|\/)testdata\//.test(file));
const sources = files.filter((file) => /\.(ts|mjs|js|py)$/.test(file));
const lines = (file) => readFileSync(file, 'utf8').split('\n').length - 1;
const faults = [];

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Lines of every function of a file; one that stands within another counts for itself. */
function functionsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const lineAt = (position) => source.getLineAndCharacterOfPosition(position).line + 1;
  const found = [];
  const visit = (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) faults.push(`${file}:${lineAt(node.getStart())} any`);
    if (ts.isFunctionLike(node) && node.body !== undefined) {
      const start = lineAt(node.getStart());
      found.push({ file, line: start, lines: lineAt(node.end) - start + 1 });
      const count = node.parameters.length;
      if (count > 3) faults.push(`${file}:${start} a function of ${count} parameters, at most 3`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const code = sources.filter((file) => /\.(ts|mjs|js)$/.test(file));
const own = code.filter((file) => !/\.test\.(ts|mjs)$/.test(file));
const sizes = sources.map((file) => ({ file, lines: lines(file) })).sort((a, b) => a.lines - b.lines);
const functions = own.flatMap(functionsOf).sort((a, b) => a.lines - b.lines);
for (const { file, lines: size } of sizes)
  if (size > 400) faults.push(`${file} has ${size} lines, at most 400`);
for (const { file, line, lines: size } of functions)
  if (size > 80) faults.push(`${file}:${line} a function of ${size} lines, at most 80`);

const documents = [
  [/^apps\/[^/]+\/template\.yaml$|^template\.yaml$/, 150],
  [/^README\.md$/, 150],
  [/^packages\/[^/]+\/README\.md$/, 50],
  [/^apps\/[^/]+\/README\.md$/, 100],
];
for (const [pattern, most] of documents)
  for (const file of files.filter((each) => pattern.test(each)))
    if (lines(file) > most) faults.push(`${file} has ${lines(file)} lines, at most ${most}`);

const numbers = (list) => list.map((each) => each.lines);
const report = (name, list, budget) =>
  console.log(
    `${name}: ${list.length}, median ${quantile(numbers(list), 0.5)}, p90 ${quantile(numbers(list), 0.9)}, most ${numbers(list).at(-1)} (${budget})`,
  );
report('files', sizes, 'median 100, p90 250, most 400');
report('functions', functions, 'p90 45, most 80');
for (const fault of faults) console.error(`over budget: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
