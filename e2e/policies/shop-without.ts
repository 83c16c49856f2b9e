import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isSeq, parseDocument } from 'yaml';

const workspace = join(import.meta.dirname, '..', '..');

/** A statement of a template: the resource that has it, and an action that it alone grants there. */
export interface Removed {
  readonly service: string;
  readonly resource: string;
  readonly action: string;
}

/** Where a function has its statements, and where a queue policy has them. */
function pathOf(document: Document, resource: string): (string | number)[] {
  const properties = ['Resources', resource, 'Properties'];
  const own = [...properties, 'Policies', 0, 'Statement'];
  return document.hasIn(own) ? own : [...properties, 'PolicyDocument', 'Statement'];
}

/** The template without the statement; tags of CloudFormation stay as they are. */
function without(text: string, { resource, action }: Removed): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  const path = pathOf(document, resource);
  const statements = document.getIn(path);
  const items = isSeq(statements) ? statements.items : [];
  const at = items.findIndex((item) => String(item).includes(action));
  if (at < 0) throw new Error(`${resource} has no statement with ${action}`);
  document.deleteIn([...path, at]);
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

/** The line of the resource in the template of its service. */
export function lineOf(directory: string, { service, resource }: Removed): number {
  const text = readFileSync(join(directory, 'apps', service, 'template.yaml'), 'utf8');
  return text.split('\n').indexOf(`  ${resource}:`) + 1;
}
