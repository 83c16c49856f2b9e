import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { specsOf } from './prepare.js';

const cliOf = (folder: string) => join(folder, 'node_modules/@typespec/spector/cmd/cli.mjs');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const isAnswering = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

/** `tsp-spector serve`, which ends with this process. Errors: Error when it does not answer within a minute. */
export async function startMock(folder: string): Promise<string> {
  const port = await freePort();
  const coverage = join(folder, 'coverage.json');
  const args = [cliOf(folder), 'serve', specsOf(folder), '--port', String(port), '--coverageFile', coverage];
  const mock: ChildProcess = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  process.on('exit', () => mock.kill());
  const url = `http://localhost:${port}`;
  for (let tries = 0; tries < 300; tries++) {
    if (await isAnswering(url)) return url;
    if (mock.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the mock server does not answer');
}

/** What `tsp-spector knock` says of the scenarios; one that it has made no request of is in neither. */
export interface Knocked {
  readonly passed: ReadonlySet<string>;
  /** With the reason that it gives. A scenario of several requests fails by any of them. */
  readonly failed: ReadonlyMap<string, string>;
}

function readReport(report: string): Knocked {
  const [, summary = ''] = report.split('Server Tests Diagnostics Summary');
  const failed = new Map<string, string>();
  const passed = new Set<string>();
  const entries = summary.split(/^(?=[✓✘] Scenario: )/m);
  for (const entry of entries) {
    const [, mark, name = '', reason = ''] = /^([✓✘]) Scenario: (\S+)\n?([\s\S]*)/.exec(entry) ?? [];
    const [told = ''] = reason.split(/^[✓✘] \d/m, 1);
    if (mark === '✘' && !failed.has(name)) failed.set(name, told.trim());
    if (mark === '✓') passed.add(name);
  }
  for (const name of failed.keys()) passed.delete(name);
  return { passed, failed };
}

/** `tsp-spector knock` against a server. Errors: Error with its output where it ends without a summary. */
export async function knock(folder: string, url: string): Promise<Knocked> {
  // Into a file: it ends by process.exit, and what a pipe has not yet taken then is lost.
  const file = join(folder, 'knock.txt');
  const output = openSync(file, 'w');
  const child = spawn(process.execPath, [cliOf(folder), 'knock', specsOf(folder), '--baseUrl', url], {
    cwd: folder,
    stdio: ['ignore', output, output],
  });
  await new Promise((resolve) => child.on('close', resolve));
  closeSync(output);
  const text = stripVTControlCharacters(readFileSync(file, 'utf8'));
  const knocked = readReport(text);
  if (knocked.passed.size === 0) throw new Error(`tsp-spector knock ends without a summary: ${text}`);
  return knocked;
}
