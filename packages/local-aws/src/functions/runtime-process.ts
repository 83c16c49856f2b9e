import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { FunctionSpec } from '../system.js';
import { bootstrapFile } from './bootstrap-file.js';
import { bareVariables } from './environment-variables.js';
import { pythonFor } from './python.js';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** How Node.js is started for `memoryMb`. */
export function nodeCommand(memoryMb: number, ...args: readonly string[]): Command {
  return {
    file: process.execPath,
    args: [`--max-old-space-size=${memoryMb}`, ...args],
  };
}

/** The program that runs a function, or undefined where there is none for its runtime. */
export function commandFor(spec: FunctionSpec, inspectPort?: number): Command | undefined {
  if (/^nodejs\d+\.x$/.test(spec.runtime)) {
    const inspect = inspectPort === undefined ? [] : [`--inspect=127.0.0.1:${inspectPort}`];
    return nodeCommand(spec.memoryMb, ...inspect, bootstrapFile('bootstrap.mjs'));
  }
  if (/^python3\.\d+$/.test(spec.runtime)) {
    const file = pythonFor(spec.runtime);
    return file === undefined ? undefined : { file, args: [bootstrapFile('bootstrap.py')] };
  }
  if (/^provided\.al20\d\d$/.test(spec.runtime)) return { file: join(spec.codeDir, 'bootstrap'), args: [] };
  return undefined;
}

/**
 * In a process group of its own, so that all that a function starts can be stopped and killed with it, and out of
 * reach of the terminal's Ctrl-C: events that run are finished first.
 */
function spawnGroup(
  { file, args }: Command,
  options: { cwd?: string; env: Record<string, string> },
): ChildProcess {
  return spawn(file, args, { ...options, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
}

export function spawnRuntime(command: Command, cwd: string, env: Record<string, string>): ChildProcess {
  return spawnGroup(command, { cwd, env });
}

/** A Node.js process that waits to become a function's; `assign` gives it its variables and folder. */
export function spawnParked(memoryMb: number): ChildProcess {
  return spawnGroup(nodeCommand(memoryMb, bootstrapFile('bootstrap.mjs'), 'parked'), {
    env: bareVariables(),
  });
}

export function assign(parked: ChildProcess, cwd: string, env: Record<string, string>): void {
  parked.stdin?.write(`${JSON.stringify({ variables: env, directory: cwd })}\n`);
}

/** Sends a signal to a process and all that it has started; nothing happens when they are gone. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch (error) {
    // EPERM: on macOS, of a group whose processes have all ended but were not waited for.
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ESRCH', 'EPERM'].includes(code)) throw error;
  }
}
