import { parseArgs } from 'node:util';
import { build, check } from './commands/build.js';
import { deploy, deployed, packageServices, promoteServices, remove } from './commands/deploy.js';
import { environment } from './commands/environment.js';
import { adviceFor } from './deploy/aws-advice.js';
import { DeployError } from './deploy/deploy-error.js';
import { containerUrls } from './system/container-environment.js';
import { TemplateError } from './template/template-error.js';

const usage = `usage: stack COMMAND

  build                        writes .aws-sam/build, from which sam local, sam package and sam deploy work
  check                        tells what sam local would answer wrongly in silence
  environment [--endpoint-url URL] [--api-url URL]
                               prints the file for sam local --env-vars; the URLs are as containers see them
  package [SERVICE…]           writes the artifacts of built services to .aws-sam/package
  deploy SERVICE --stage STAGE [--version VERSION] [--dry-run] [--no-can-deploy]
                               replaces this service in what is deployed; a version that was published before
                               brings it back
  deploy --system --stage STAGE [--dry-run] [--parameter-overrides NAME=VALUE]…
                               the root template and every service as they are here; values that are not for
                               samconfig.toml, such as secrets, are given once and stay
  deploy SERVICE --solo --stage STAGE [--version VERSION] [--parameter-overrides NAME=VALUE]…
                               the service as a stack of its own, where the root does not nest it
  promote [SERVICE…] --from STAGE --to STAGE [--dry-run] [--no-can-deploy]
                               the very artifacts that run in one environment, to another
  remove SERVICE --stage STAGE [--dry-run]
                               takes a service out that nobody needs; its tables stay
  remove --stage STAGE [--confirm STACK]
                               everything of a preview; elsewhere only with the name of its stack
  deployed --stage STAGE       prints what is deployed, by service

STAGE is a section of samconfig.toml with stack_name, region and s3_bucket; pr-NUMBER is the section preview.
While another deployment runs, all of them wait; with --no-wait they refuse.`;

/** A call that the usage does not allow; exit code 2. */
class UsageError extends Error {}

const options = {
  'endpoint-url': { type: 'string', default: containerUrls.endpointUrl },
  'api-url': { type: 'string', default: containerUrls.apiUrl },
  stage: { type: 'string' },
  version: { type: 'string' },
  system: { type: 'boolean', default: false },
  'parameter-overrides': { type: 'string', multiple: true },
  'dry-run': { type: 'boolean', default: false },
  solo: { type: 'boolean', default: false },
  from: { type: 'string' },
  to: { type: 'string' },
  confirm: { type: 'string' },
  'no-wait': { type: 'boolean', default: false },
  'no-can-deploy': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const rootFile = 'template.yaml';

function parse(args: string[]) {
  return parseArgs({ args, options, allowPositionals: true });
}

type Values = ReturnType<typeof parse>['values'];

function stageOf({ stage }: Values): string {
  if (stage !== undefined) return stage;
  throw new UsageError('which environment? Give --stage, a section of samconfig.toml');
}

function pairs(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^(\w+)=([\s\S]*)$/.exec(text) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError(`--parameter-overrides ${text} is not NAME=VALUE`);
      return [name, value];
    }),
  );
}

const commands: Readonly<
  Record<string, (values: Values, names: readonly string[]) => number | Promise<number>>
> = {
  build: () => build(rootFile),
  check: () => check(rootFile),
  environment: (values) =>
    environment(rootFile, { endpointUrl: values['endpoint-url'], apiUrl: values['api-url'] }),
  package: (_values, names) => packageServices(rootFile, names),
  deploy: (values, names) =>
    deploy(rootFile, names, {
      stage: stageOf(values),
      wholeSystem: values.system,
      solo: values.solo,
      waits: !values['no-wait'],
      version: values.version,
      parameters: pairs(values['parameter-overrides'] ?? []),
      dryRun: values['dry-run'],
      asks: !values['no-can-deploy'],
    }),
  promote: (values, names) => {
    const { from, to } = values;
    if (from === undefined || to === undefined) throw new UsageError('promote goes --from STAGE --to STAGE');
    const waits = !values['no-wait'];
    return promoteServices(names, {
      from,
      to,
      waits,
      dryRun: values['dry-run'],
      asks: !values['no-can-deploy'],
    });
  },
  remove: (values, names) =>
    remove(rootFile, names, {
      stage: stageOf(values),
      confirm: values.confirm,
      dryRun: values['dry-run'],
      waits: !values['no-wait'],
    }),
  deployed: (values) => deployed(rootFile, stageOf(values)),
};

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [command, ...names] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (command === undefined) throw new UsageError(usage);
  if (!Object.hasOwn(commands, command)) throw new UsageError(`'${command}' is no command\n\n${usage}`);
  return (await commands[command]?.(values, names)) ?? 0;
}

/** Runs the command line and returns the exit code: 0 fine, 1 it cannot be done, 2 the call is wrong. */
export async function main(args: string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const { message } = error as Error;
    const isUsage = error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
    const isKnown = error instanceof TemplateError || error instanceof DeployError;
    const told = isUsage || isKnown ? message : adviceFor(error);
    if (told === undefined) throw error;
    console.error(told);
    return isUsage ? 2 : 1;
  }
}
