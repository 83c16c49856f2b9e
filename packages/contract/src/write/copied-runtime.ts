import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { GeneratedFile } from './generated-file.js';

/** The runtime stands beside the sources of the compiler, and beside its bundle once that is built. */
function runtimeFolder(): string {
  const candidates = ['../runtime/', './runtime/'].map((each) =>
    fileURLToPath(new URL(each, import.meta.url)),
  );
  const found = candidates.find(existsSync);
  if (found === undefined) throw new Error(`the runtime to copy is at none of ${candidates.join(', ')}`);
  return found;
}

type Part = 'client' | 'codec' | 'server' | 'testing';

/** The runtime does not change while the compiler runs. */
const copies = new Map<Part, readonly GeneratedFile[]>();

/** Copies of the runtime's files below `part`, with a first line that says where they come from; tests stay. */
export function copiedRuntime(part: Part): readonly GeneratedFile[] {
  const copied = copies.get(part) ?? copy(part);
  copies.set(part, copied);
  return copied;
}

function copy(part: Part): readonly GeneratedFile[] {
  const folder = `${runtimeFolder()}${part}`;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()
    .map((name) => ({
      path: `runtime/${part}/${name}`,
      text: `// Copied from @atoll/contract: src/runtime/${part}/${name}. Do not edit.\n${readFileSync(`${folder}/${name}`, 'utf8')}`,
    }));
}
