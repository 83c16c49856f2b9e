import { DirectoryInUseError } from '@atoll/embedded-dynamodb';
import { checkOptions, parse, startOptions, systemOptions, UsageError } from './cli-options.js';
import { check } from './commands/check.js';
import { CommandError } from './commands/command-error.js';
import { start } from './commands/start.js';
import { token } from './commands/token.js';
import { PortError } from './late-server.js';
import { StartError } from './parts.js';
import { printProblems } from './print-problems.js';
import { SeedError } from './seed/read-seeds.js';
import { usage } from './usage.js';

async function run(args: string[]): Promise<number> {
  const { values, positionals, tokens } = parse(args);
  const [command, ...further] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (command === undefined) throw new UsageError(usage);
  checkOptions(command, tokens);
  if (command === 'start') {
    const { hint } = values;
    return start({ options: startOptions(values, further), ...(hint !== undefined && { hintFile: hint }) });
  }
  if (command === 'check') return check(systemOptions(values, further));
  if (command === 'token') {
    if (further.length > 0) throw new UsageError(`token takes no '${further.join(' ')}'`);
    if (values.sub === undefined) throw new UsageError('token needs --sub NAME: whom the token stands for');
    return token({
      sub: values.sub,
      scope: values.scope,
      endpointUrl: values.endpoint,
      ...(values['client-id'] !== undefined && { clientId: values['client-id'] }),
    });
  }
  throw new UsageError(`'${command}' is no command\n\n${usage}`);
}

/** The text for an error that a person can mend; undefined for a fault of this program. */
function explained(error: unknown): string | undefined {
  if (error instanceof StartError) return printProblems(error.problems, process.cwd());
  const known = [PortError, DirectoryInUseError, SeedError, CommandError].some(
    (kind) => error instanceof kind,
  );
  return known ? (error as Error).message : undefined;
}

/** Runs the command line; exit code 0 when done or stopped, 1 when the system cannot run, 2 when the call is wrong. */
export async function main(args: string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS')) {
      process.stderr.write(`${(error as Error).message}\n`);
      return 2;
    }
    const text = explained(error);
    if (text === undefined) throw error;
    process.stderr.write(`${text}\n`);
    return 1;
  }
}
