import { build, check } from './commands/build.js';
import { TemplateError } from './template/template-error.js';

const usage = `usage: stack COMMAND

  build                        writes .aws-sam/build, from which sam local, sam package and sam deploy work
  check                        tells what sam local would answer wrongly in silence`;

function run([command]: string[]): number {
  if (command === 'build') return build('template.yaml');
  if (command === 'check') return check('template.yaml');
  console.error(command === undefined ? usage : `'${command}' is no command\n\n${usage}`);
  return 2;
}

/** Runs the command line and returns the exit code: 0 fine, 1 it cannot be done, 2 the call is wrong. */
export async function main(args: string[]): Promise<number> {
  try {
    return run(args);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    console.error(error.message);
    return 1;
  }
}
