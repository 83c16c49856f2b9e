import type { EventEmitter } from 'node:events';

/** What shells give for a command that SIGPIPE has ended: 128 and its number. */
const endedByPipe = 141;

/** Ends where nobody reads any more: who reads the beginning alone, as `head` does, closes the pipe. */
export function endOnBrokenPipe(output: EventEmitter, end: (code: number) => void): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    end(endedByPipe);
  });
}
