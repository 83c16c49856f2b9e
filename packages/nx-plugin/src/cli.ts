import { parseArgs } from 'node:util';
import { build, check } from './commands/build.js';
import { environment } from './commands/environment.js';
import { containerUrls } from './system/container-environment.js';
import { TemplateError } from './template/template-error.js';

const usage = `usage: stack COMMAND

  build                        writes .aws-sam/build, from which sam local, sam package and sam deploy work
  check                        tells what sam local would answer wrongly in silence
  environment [--endpoint-url URL] [--api-url URL]
                               prints the file for sam local --env-vars; the URLs are as containers see them`;

const options = {
  'endpoint-url': { type: 'string', default: containerUrls.endpointUrl },
  'api-url': { type: 'string', default: containerUrls.apiUrl },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const rootFile = 'template.yaml';

function run(args: string[]): number {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [command] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (command === 'build') return build(rootFile);
  if (command === 'check') return check(rootFile);
  if (command === 'environment')
    return environment(rootFile, { endpointUrl: values['endpoint-url'], apiUrl: values['api-url'] });
  console.error(command === undefined ? usage : `'${command}' is no command\n\n${usage}`);
  return 2;
}

/** Runs the command line and returns the exit code: 0 fine, 1 it cannot be done, 2 the call is wrong. */
export async function main(args: string[]): Promise<number> {
  try {
    return run(args);
  } catch (error) {
    const usageError = ((error as NodeJS.ErrnoException).code ?? '').startsWith('ERR_PARSE_ARGS');
    if (!usageError && !(error instanceof TemplateError)) throw error;
    console.error((error as Error).message);
    return usageError ? 2 : 1;
  }
}
