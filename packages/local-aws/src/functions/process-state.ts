import { readFileSync } from 'node:fs';
import { until } from './fixture.js';

/** A test of what only `/proc` shows. */
export const onLinux = process.platform === 'linux' ? test : test.skip;

export interface ProcessState {
  /** `T`: stopped, `Z`: ended and not waited for. */
  readonly state: string;
  readonly parent: number;
}

/** State of a process, or undefined when it is gone. */
export function processState(pid: unknown): ProcessState | undefined {
  try {
    const [, state = '', parent = ''] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** Resolves once an environment waits for its next event, which stops its process. */
export function untilStopped(pid: unknown): Promise<void> {
  return until(() => processState(pid)?.state === 'T');
}

export function untilGone(pid: unknown): Promise<void> {
  return until(() => [undefined, 'Z'].includes(processState(pid)?.state));
}
