import type { Output } from '../parts.js';
import { readLogLine } from './log-line.js';

export interface QuietableOutput {
  readonly output: Output;
  /** Lets through only what went wrong while the work runs. */
  quietly<T>(work: () => Promise<T>): Promise<T>;
}

const failed = (text: string) => ['error', 'fatal'].includes(readLogLine(text)?.level ?? 'info');

/** Seeding is hundreds of requests that nobody asked to see; what fails among them is shown all the same. */
export function quietable(inner: Output): QuietableOutput {
  let quiet = false;
  return {
    output: {
      request(line) {
        if (!quiet || line.status >= 400) inner.request(line);
      },
      event(line) {
        if (!quiet) inner.event(line);
      },
      log(functionName, text) {
        if (!quiet || failed(text)) inner.log(functionName, text);
      },
      error: (what, detail) => inner.error(what, detail),
    },
    async quietly(work) {
      quiet = true;
      try {
        return await work();
      } finally {
        quiet = false;
      }
    },
  };
}
