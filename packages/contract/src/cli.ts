import { parseArgs } from 'node:util';
import { CallError } from './call-error.js';
import { canDeploy } from './commands/can-deploy.js';
import { changeset } from './commands/changeset.js';
import { check } from './commands/check.js';
import { compare } from './commands/compare.js';
import { decodeOption } from './commands/decode-option.js';
import { docs } from './commands/docs.js';
import { generate } from './commands/generate.js';
import { python } from './commands/python.js';
import { readme } from './commands/readme.js';
import { table } from './commands/table.js';
import { where, whereDeprecated } from './commands/where.js';
import { NoContractError } from './find-contracts.js';

export { endOnBrokenPipe } from './broken-pipe.js';

const usage = `usage: contract COMMAND

  generate [PATH…] [--watch] [--annotate-formats] [--open-enums] [--decode FORMAT=TARGET]…
                               compile contracts into their client packages; formats are checked unless told,
                               and decoded where told: date-time=Date, int64=bigint, byte=Uint8Array, uuid=brand
  check [PATH…] [--json] [--strict] [--since REVISION]
                               tell every problem of the contracts, with its place and what to do
  compare OLD NEW [--json | --markdown | --format oasdiff]
                               tell what changed and which version step that is; OLD and NEW may also be
                               a git revision main:PATH or a package npm:@scope/name@1.2.3
  where OPERATION_ID           print where an operation is declared, handled, tested and called;
                               --deprecated: who still calls what is deprecated
  changeset [--since REVISION] write the changesets that the changed contracts need; --sync: versions into contracts
  can-deploy SERVICE --to ENVIRONMENT [--version VERSION] [--record FILE] [--json]
                               tell whether a service works with everything that is deployed there
  readme [PATH…]               print the README of a client's package
  mock FILE [--port N] [--seed TEXT]
                               serve answers made of the contract's examples and schemas
  docs FILE --out DIR          write the documentation as one page that works offline
  python FILE --out DIR [--annotate-formats] [--open-enums]
                               write a Python package: types, router for Lambda, client
  table FILE                   print the operations as a Markdown table

PATH is an openapi.yaml, a client's folder or a service's folder; without one, all contracts of the workspace.`;

function run(args: string[]): number | Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      watch: { type: 'boolean', default: false },
      'annotate-formats': { type: 'boolean', default: false },
      decode: { type: 'string', multiple: true },
      'open-enums': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      since: { type: 'string' },
      deprecated: { type: 'boolean', default: false },
      sync: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      format: { type: 'string' },
      to: { type: 'string' },
      version: { type: 'string' },
      record: { type: 'string', default: 'deployed.yaml' },
      port: { type: 'string' },
      seed: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command, ...paths] = positionals;
  const [path] = paths;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const options = {
    ...(values['annotate-formats'] && { formats: 'annotate' as const }),
    ...(values['open-enums'] && { openEnums: true }),
  };
  if (command === 'generate') {
    const decode = values.decode === undefined ? {} : { decode: decodeOption(values.decode) };
    return generate(paths, { watch: values.watch, ...options, ...decode });
  }
  if (command === 'check') return check(paths, values);
  if (command === 'compare' && path !== undefined && paths[1] !== undefined && paths.length === 2)
    return compare(path, paths[1], values);
  if (command === 'changeset' && paths.length === 0)
    return changeset({ since: values.since ?? 'main', sync: values.sync });
  if (command === 'can-deploy' && paths.length === 1 && values.to !== undefined)
    return canDeploy(paths[0] ?? '', { ...values, to: values.to });
  if (command === 'readme') return readme(paths);
  // Compiling in memory loads esbuild, which no other command needs.
  if (command === 'mock' && path !== undefined)
    return import('./commands/mock.js').then(({ mock }) => mock(path, values));
  if (command === 'docs' && path !== undefined && values.out !== undefined) return docs(path, values.out);
  if (command === 'python' && path !== undefined && values.out !== undefined)
    return python(path, values.out, options);
  if (command === 'table' && path !== undefined) return table(path);
  if (command === 'where' && values.deprecated) return whereDeprecated();
  if (command === 'where' && paths[0] !== undefined) return where(paths[0]);
  console.error(command === undefined ? usage : `${misused(command)}\n\n${usage}`);
  return 2;
}

/** A command that is known lacks something; any other is none. */
function misused(command: string): string {
  const line = usage.split('\n').find((each) => each.startsWith(`  ${command} `));
  const [call = ''] = line?.trim().split(/ {2,}/) ?? [];
  return line === undefined ? `'${command}' is no command` : `call it as: contract ${call}`;
}

/** Runs the command line and returns the exit code: 0 fine, 1 the contract has errors, 2 the call is wrong. */
export async function main(args: string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const mendable = error instanceof NoContractError || error instanceof CallError;
    if (!mendable && !code.startsWith('ERR_PARSE_ARGS')) throw error;
    console.error((error as Error).message);
    return 2;
  }
}
