import { parseArgs } from 'node:util';
import { DirectoryInUseError } from '@atoll/embedded-dynamodb';
import { check } from './commands/check.js';
import { CommandError } from './commands/command-error.js';
import { start } from './commands/start.js';
import { token } from './commands/token.js';
import { PortError } from './late-server.js';
import type { LocalAwsOptions } from './main.js';
import { createOutput } from './output/create-output.js';
import { StartError } from './parts.js';
import { printProblems } from './print-problems.js';
import type { SystemOptions } from './read-local-system.js';
import { SeedError } from './seed/read-seeds.js';

const usage = `usage: local-aws COMMAND

  start                        runs the system of a SAM template until Ctrl-C
    --template FILE            root template (template.yaml)
    --config-env NAME          section of samconfig.toml with the parameters (local)
    --parameter-overrides K=V  values of the template's parameters; may be repeated
    --region R                 of ARNs and of the functions (us-east-1)
    --port N                   of the API gateway (3000); 0: any free one
    --endpoint-port N          of the AWS endpoint and the token issuer (4566); 0: any free one
    --host H                   to listen on (127.0.0.1); 0.0.0.0 lets containers in
    --data DIR                 keeps tables, queues and keys in DIR; without it they are gone at the end
    --fsync                    acknowledges nothing before it is on the disk
    --seed FILE                requests to send once the system answers; may be repeated
    --no-watch                 does not bundle functions again when their sources change
    --inspect FUNCTION=PORT    opens a debugger port; may be repeated
    --json-logs                prints the functions' log lines as they are
    --hint FILE                text to print when ready; {api} and {endpoint} stand for the URLs

  token --sub NAME [--scope 'a b'] [--endpoint URL]
                               prints an access token of the running system
  check [--template FILE] [--config-env NAME] [--parameter-overrides K=V] [--region R]
                               tells every problem of the templates, or what they consist of
`;

/** A call that the usage does not allow; exit code 2. */
class UsageError extends Error {}

const options = {
  template: { type: 'string' },
  'config-env': { type: 'string' },
  'parameter-overrides': { type: 'string', multiple: true },
  region: { type: 'string' },
  port: { type: 'string' },
  'endpoint-port': { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  fsync: { type: 'boolean', default: false },
  seed: { type: 'string', multiple: true },
  'no-watch': { type: 'boolean', default: false },
  inspect: { type: 'string', multiple: true },
  'json-logs': { type: 'boolean', default: false },
  hint: { type: 'string' },
  sub: { type: 'string' },
  scope: { type: 'string', default: '' },
  endpoint: { type: 'string', default: 'http://127.0.0.1:4566' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const parse = (args: string[]) => parseArgs({ args, options, allowPositionals: true });
type Values = ReturnType<typeof parse>['values'];

function port(name: 'port' | 'endpoint-port', values: Values): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const number = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (number < 0 || number > 65_535)
    throw new UsageError(`--${name} ${text} is no port: give a number from 0 to 65535`);
  return number;
}

/** `K=V` pairs; SAM's own form, several after one option, leaves the further ones as positionals. */
function pairs(option: string, texts: readonly string[]): Record<string, string> {
  const entries = texts
    .flatMap((text) => text.split(/\s+(?=[\w-]+=)/))
    .map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new UsageError(`--${option} ${text} is not NAME=VALUE`);
      return [text.slice(0, at), text.slice(at + 1)] as const;
    });
  return Object.fromEntries(entries);
}

function systemOptions(values: Values, further: readonly string[]): SystemOptions {
  const overrides = [...(values['parameter-overrides'] ?? []), ...further];
  return {
    parameters: pairs('parameter-overrides', overrides),
    ...(values.template !== undefined && { templateFile: values.template }),
    ...(values['config-env'] !== undefined && { configEnv: values['config-env'] }),
    ...(values.region !== undefined && { region: values.region }),
  };
}

function inspectPorts(values: Values): Record<string, number> {
  return Object.fromEntries(
    Object.entries(pairs('inspect', values.inspect ?? [])).map(([name, text]) => {
      const number = Number(text);
      if (!Number.isInteger(number) || number < 1 || number > 65_535)
        throw new UsageError(`--inspect ${name}=${text}: ${text} is no port`);
      return [name, number];
    }),
  );
}

function startOptions(values: Values, further: readonly string[]): LocalAwsOptions {
  const [gatewayPort, endpointPort] = [port('port', values), port('endpoint-port', values)];
  return {
    ...systemOptions(values, further),
    fsync: values.fsync,
    watch: !values['no-watch'],
    seedFiles: values.seed ?? [],
    inspect: inspectPorts(values),
    output: createOutput({ stdout: process.stdout, stderr: process.stderr, jsonLogs: values['json-logs'] }),
    ...(gatewayPort !== undefined && { port: gatewayPort }),
    ...(endpointPort !== undefined && { endpointPort }),
    ...(values.host !== undefined && { host: values.host }),
    ...(values.data !== undefined && { dataDir: values.data }),
  };
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [command, ...further] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (command === 'start') {
    const { hint } = values;
    return start({ options: startOptions(values, further), ...(hint !== undefined && { hintFile: hint }) });
  }
  if (command === 'check') return check(systemOptions(values, further));
  if (command === 'token') {
    if (values.sub === undefined) throw new UsageError('token needs --sub NAME: whom the token stands for');
    return token({ sub: values.sub, scope: values.scope, endpointUrl: values.endpoint });
  }
  throw new UsageError(command === undefined ? usage : `'${command}' is no command\n\n${usage}`);
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
