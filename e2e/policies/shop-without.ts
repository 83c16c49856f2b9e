import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

const workspace = join(import.meta.dirname, '..', '..');

/** A statement of a template: the function that has it, and an action that it alone grants there. */
export interface Removed {
  readonly service: string;
  readonly function: string;
  readonly action: string;
}

/** The template without the statement; tags of CloudFormation stay as they are. */
function without(text: string, { function: logicalId, action }: Removed): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  const path = ['Resources', logicalId, 'Properties', 'Policies', 0, 'Statement'];
  const { items } = document.getIn(path) as { items: { toString(): string }[] };
  const at = items.findIndex((item) => String(item).includes(action));
  if (at < 0) throw new Error(`${logicalId} has no statement with ${action}`);
  if (items.length > 1) document.deleteIn([...path, at]);
  else document.deleteIn(['Resources', logicalId, 'Properties', 'Policies']);
  return document.toString({ lineWidth: 0 });
}

/** The shop's templates in a directory of their own, less some statements; resolves to the root template. */
export function shopWithout(directory: string, removed: readonly Removed[]): string {
  for (const file of ['template.yaml', 'samconfig.toml'])
    copyFileSync(join(workspace, file), join(directory, file));
  for (const service of readdirSync(join(workspace, 'apps'))) {
    const [from, to] = [join(workspace, 'apps', service), join(directory, 'apps', service)];
    mkdirSync(to, { recursive: true });
    for (const entry of readdirSync(from))
      if (entry !== 'template.yaml') symlinkSync(join(from, entry), join(to, entry));
    const own = removed.filter((each) => each.service === service);
    const text = readFileSync(join(from, 'template.yaml'), 'utf8');
    writeFileSync(join(to, 'template.yaml'), own.reduce(without, text));
  }
  return join(directory, 'template.yaml');
}

/** The line of the function in the template of its service. */
export function lineOf(directory: string, { service, function: logicalId }: Removed): number {
  const text = readFileSync(join(directory, 'apps', service, 'template.yaml'), 'utf8');
  return text.split('\n').indexOf(`  ${logicalId}:`) + 1;
}
