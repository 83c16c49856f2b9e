import { readFileSync } from 'node:fs';
import { type LocalAwsOptions, type RunningSystem, startLocalAws } from '../main.js';
import { readyBlock } from '../output/ready-block.js';
import { CommandError } from './command-error.js';

export interface StartCommand {
  readonly options: LocalAwsOptions;
  /** File whose text is printed once the system is ready; `{api}` and `{endpoint}` stand for the URLs. */
  readonly hintFile?: string;
}

/** After this a stop that is not done is cut short. */
const stopLimitMs = 2_000;

/** The first signal stops the system, the second ends the process at once. */
function stopOnSignal(running: RunningSystem): Promise<number> {
  return new Promise((resolve, reject) => {
    let stopping = false;
    const stop = (signal: NodeJS.Signals) => {
      if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
      stopping = true;
      setTimeout(() => process.exit(0), stopLimitMs).unref();
      running.close().then(() => resolve(0), reject);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

function readHint(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`the hint ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** `local-aws start`: runs the system until a signal stops it. */
export async function start({ options, hintFile }: StartCommand): Promise<number> {
  const hint = hintFile === undefined ? undefined : readHint(hintFile);
  const running = await startLocalAws(options);
  const { dataDir } = options;
  process.stdout.write(
    readyBlock(running, {
      ...(hint !== undefined && { hint }),
      ...(dataDir !== undefined && { dataDir }),
    }),
  );
  return stopOnSignal(running);
}
