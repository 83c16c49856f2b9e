import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from 'esbuild';
import { writeOutput } from './write-output.js';

/** Path → size and time of the last change. Not of modification: npm sets that to one time in all files. */
type Stamps = Readonly<Record<string, string>>;

/** What a bundle was made of; stands beside its folder, since what is inside is deployed. */
interface BuildRecord {
  readonly esbuild: string;
  readonly inputs: Stamps;
  /** The bundle itself, what npm has installed, and the code that bundles. */
  readonly others: Stamps;
}

/** File systems tell times by a clock that ticks this seldom. */
const clockTickMs = 10;

function stamp(path: string): string {
  const { size, ctimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${size} ${ctimeMs}`;
}

function stamps(paths: readonly string[]): Stamps {
  return Object.fromEntries(paths.map((path) => [path, stamp(path)]));
}

/** False also for a record of another version, which may have been kept in another form. */
function areCurrent(record: Stamps | undefined): boolean {
  return record !== undefined && Object.entries(record).every(([path, recorded]) => stamp(path) === recorded);
}

function recordFile(outDirectory: string): string {
  return join(dirname(outDirectory), `.${basename(outDirectory)}.json`);
}

/** npm rewrites this file on each install: another version in a nearer node_modules changes what an import means. */
function installRecords(directory: string): string[] {
  const file = join(directory, 'node_modules', '.package-lock.json');
  const above = dirname(directory) === directory ? [] : installRecords(dirname(directory));
  return [file, ...above];
}

/**
 * Remembers the state of all that the bundle in `outDirectory` was made of by a build that began at `startedMs`. Not
 * when an input has changed since: nobody knows which state the build has seen.
 */
export function rememberBuild(outDirectory: string, inputs: readonly string[], startedMs: number): void {
  const record: BuildRecord = {
    esbuild: version,
    inputs: stamps(inputs),
    others: stamps([
      ...['index.mjs', 'index.mjs.map'].map((name) => join(outDirectory, name)),
      ...installRecords(dirname(outDirectory)),
      fileURLToPath(import.meta.url),
    ]),
  };
  const changedMs = inputs.map((path) => statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? startedMs);
  if (changedMs.some((ms) => ms > startedMs - clockTickMs)) return;
  writeOutput([{ path: recordFile(outDirectory), contents: Buffer.from(JSON.stringify(record)) }]);
}

/** The inputs of the bundle in `outDirectory` if nothing has changed since it was made. */
export function currentInputs(outDirectory: string): string[] | undefined {
  const file = recordFile(outDirectory);
  if (!existsSync(file)) return undefined;
  const record = JSON.parse(readFileSync(file, 'utf8')) as BuildRecord;
  const isCurrent = record.esbuild === version && areCurrent(record.inputs) && areCurrent(record.others);
  return isCurrent ? Object.keys(record.inputs) : undefined;
}
