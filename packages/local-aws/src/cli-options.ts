import { parseArgs } from 'node:util';
import type { LocalAwsOptions } from './main.js';
import { createOutput } from './output/create-output.js';
import type { SystemOptions } from './read-local-system.js';
import { usage } from './usage.js';

/** A call that the usage does not allow; exit code 2. */
export class UsageError extends Error {}

const options = {
  template: { type: 'string' },
  'config-env': { type: 'string' },
  'parameter-overrides': { type: 'string', multiple: true },
  region: { type: 'string' },
  port: { type: 'string' },
  'endpoint-port': { type: 'string' },
  host: { type: 'string' },
  'public-host': { type: 'string' },
  'no-throttle': { type: 'boolean', default: false },
  data: { type: 'string' },
  fsync: { type: 'boolean', default: false },
  seed: { type: 'string', multiple: true },
  'no-watch': { type: 'boolean', default: false },
  inspect: { type: 'string', multiple: true },
  'record-grants': { type: 'string' },
  'json-logs': { type: 'boolean', default: false },
  hint: { type: 'string' },
  sub: { type: 'string' },
  scope: { type: 'string', default: '' },
  'client-id': { type: 'string' },
  endpoint: { type: 'string', default: 'http://127.0.0.1:4566' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const systemNames = ['template', 'config-env', 'parameter-overrides', 'region'];

/** The options of each command; another one's is refused and not left unread. */
const commands: Readonly<Record<string, readonly string[]>> = {
  start: [
    ...systemNames,
    ...['port', 'endpoint-port', 'host', 'public-host', 'data', 'fsync', 'seed', 'no-watch', 'no-throttle'],
    ...['inspect', 'record-grants', 'json-logs', 'hint'],
  ],
  check: systemNames,
  token: ['sub', 'scope', 'client-id', 'endpoint'],
};

/** Options and positionals of a command line. Errors: of `parseArgs`, with a code ERR_PARSE_ARGS_…. */
export const parse = (args: string[]) => parseArgs({ args, options, allowPositionals: true, tokens: true });

/** Errors: UsageError for an option that the command does not have. */
export function checkOptions(command: string, tokens: ReturnType<typeof parse>['tokens']): void {
  for (const each of tokens)
    if (each.kind === 'option' && commands[command]?.includes(each.name) === false)
      throw new UsageError(`${command} has no option ${each.rawName}\n\n${usage}`);
}

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

export function systemOptions(values: Values, further: readonly string[]): SystemOptions {
  const given = values['parameter-overrides'];
  if (given === undefined && further.length > 0)
    throw new UsageError(`'${further.join(' ')}' belongs to no option`);
  const overrides = [...(given ?? []), ...further];
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

export function startOptions(values: Values, further: readonly string[]): LocalAwsOptions {
  const [gatewayPort, endpointPort] = [port('port', values), port('endpoint-port', values)];
  return {
    ...systemOptions(values, further),
    fsync: values.fsync,
    watch: !values['no-watch'],
    throttle: !values['no-throttle'],
    seedFiles: values.seed ?? [],
    inspect: inspectPorts(values),
    output: createOutput({ stdout: process.stdout, stderr: process.stderr, jsonLogs: values['json-logs'] }),
    ...(gatewayPort !== undefined && { port: gatewayPort }),
    ...(endpointPort !== undefined && { endpointPort }),
    ...(values.host !== undefined && { host: values.host }),
    ...(values['public-host'] !== undefined && { publicHost: values['public-host'] }),
    ...(values.data !== undefined && { dataDir: values.data }),
    ...(values['record-grants'] !== undefined && { recordGrantsFile: values['record-grants'] }),
  };
}
