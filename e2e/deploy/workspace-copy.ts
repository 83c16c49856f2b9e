import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const workspace = join(import.meta.dirname, '..', '..');
/** Those with a template; how many there are is their own matter. */
export const services = readdirSync(join(workspace, 'apps')).filter((name) =>
  existsSync(join(workspace, 'apps', name, 'template.yaml')),
);

/** What `stack` reads of the workspace, in a folder where a test may change it; the packages stay the real ones. */
export class WorkspaceCopy {
  readonly folder: string;

  constructor(folder: string, samConfig: string) {
    this.folder = folder;
    for (const name of ['packages', 'node_modules']) symlinkSync(join(workspace, name), join(folder, name));
    for (const name of ['template.yaml', 'package.json', 'nx.json'])
      cpSync(join(workspace, name), join(folder, name));
    for (const name of services) {
      mkdirSync(join(folder, 'apps', name), { recursive: true });
      for (const part of ['template.yaml', 'package.json', 'src', 'gen', 'dist'])
        cpSync(join(workspace, 'apps', name, part), join(folder, 'apps', name, part), { recursive: true });
    }
    writeFileSync(join(folder, 'samconfig.toml'), samConfig);
  }

  /** Another samconfig.toml. */
  configure(change: (text: string) => string): void {
    const file = join(this.folder, 'samconfig.toml');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }

  /** Another code of a service's API function. */
  changeCode(service: string, text: string): void {
    appendFileSync(join(this.folder, 'apps', service, 'dist/api/index.mjs'), `\n// ${text}\n`);
  }

  /** Puts lines at the beginning of a section of the service's template; returns what takes them out again. */
  add(service: string, section: string, yaml: string): () => void {
    const file = join(this.folder, 'apps', service, 'template.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace(`\n${section}:\n`, `\n${section}:\n${yaml}\n`));
    return () => writeFileSync(file, before);
  }

  /** Another version of a client for one service; returns what takes it out again. */
  installClient(service: string, client: string, version: string): () => void {
    const modules = join(this.folder, 'apps', service, 'node_modules');
    mkdirSync(join(modules, client), { recursive: true });
    writeFileSync(join(modules, client, 'package.json'), JSON.stringify({ name: client, version }));
    return () => rmSync(modules, { recursive: true });
  }
}
