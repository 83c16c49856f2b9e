import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a workspace folder is, told by the files in it. */
export type ProjectKind = 'service' | 'client' | 'tool';

/**
 * `template.yaml` makes a service, `openapi.yaml` a client, a `src` folder a tool; anything else has no targets of ours.
 *
 * @param folder absolute path of the project.
 */
export function projectKind(folder: string): ProjectKind | undefined {
  if (existsSync(join(folder, 'template.yaml'))) return 'service';
  if (existsSync(join(folder, 'openapi.yaml'))) return 'client';
  if (existsSync(join(folder, 'src')) && readdirSync(join(folder, 'src')).length > 0) return 'tool';
  return undefined;
}
