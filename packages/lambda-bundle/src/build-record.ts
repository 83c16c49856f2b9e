import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { version } from 'esbuild';
import { writeOutput } from './write-output.js';

/** What a bundle was made of; stands beside its folder, since what is inside is deployed. */
interface BuildRecord {
  readonly esbuild: string;
  /** Absolute path → size and time of last change: npm sets the same modification time on all files of a package. */
  readonly files: Readonly<Record<string, string>>;
}

function stamp(path: string): string {
  const { size, ctimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${size} ${ctimeMs}`;
}

function recordFile(outDirectory: string): string {
  return join(dirname(outDirectory), `.${basename(outDirectory)}.json`);
}

/** npm rewrites this file on each install: another version in a nearer node_modules changes what an import means. */
function installRecords(directory: string): string[] {
  const file = join(directory, 'node_modules', '.package-lock.json');
  const above = dirname(directory) === directory ? [] : installRecords(dirname(directory));
  return existsSync(file) ? [file, ...above] : above;
}

/** Remembers the state of everything that the bundle in `outDirectory` was made of. */
export function rememberBuild(outDirectory: string, inputs: readonly string[]): void {
  const outputs = ['index.mjs', 'index.mjs.map'].map((name) => join(outDirectory, name));
  const files = [...inputs, ...outputs, ...installRecords(dirname(outDirectory))];
  const record: BuildRecord = {
    esbuild: version,
    files: Object.fromEntries(files.map((path) => [path, stamp(path)])),
  };
  writeOutput([{ path: recordFile(outDirectory), contents: Buffer.from(JSON.stringify(record)) }]);
}

/** The inputs of the bundle in `outDirectory` if nothing has changed since it was made. */
export function currentInputs(outDirectory: string): string[] | undefined {
  const file = recordFile(outDirectory);
  if (!existsSync(file)) return undefined;
  const record = JSON.parse(readFileSync(file, 'utf8')) as BuildRecord;
  const paths = Object.keys(record.files);
  if (record.esbuild !== version || paths.some((path) => stamp(path) !== record.files[path]))
    return undefined;
  return paths.filter((path) => !path.startsWith(`${outDirectory}/`) && !path.endsWith('.package-lock.json'));
}
