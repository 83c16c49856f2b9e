import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalAwsOptions, type RunningSystem, startLocalAws } from '@atoll/local-aws';
import type { Shop } from './shop-calls.js';

const workspace = join(import.meta.dirname, '..', '..');

/** The shop in this process, where a test can take statements away from it while it runs. */
export interface ShopInProcess extends Shop {
  readonly running: RunningSystem;
}

/** Everything that is printed, a line each; errors with what is said about them. */
function recorder() {
  const lines: string[] = [];
  return {
    text: () => lines.join('\n'),
    output: {
      request: ({ method, path, status }: { method: string; path: string; status: number }) =>
        void lines.push(`${method} ${path} ${status}`),
      event: (line: object) => void lines.push(Object.values(line).join(' ')),
      log: () => undefined,
      error: (what: string, detail?: string) => void lines.push(`${what}\n${detail ?? ''}`),
    },
  };
}

/** With its products and stock, on free ports. Errors: StartError. */
export async function shopInProcess(options: LocalAwsOptions = {}): Promise<ShopInProcess> {
  const { text, output } = recorder();
  const running = await startLocalAws({
    workingDirectory: workspace,
    port: 0,
    endpointPort: 0,
    seedFiles: ['catalog', 'inventory'].map((name) => join(workspace, 'apps', name, 'seed.json')),
    output,
    ...options,
  });
  const { apiUrl, endpointUrl } = running;
  return {
    apiUrl,
    endpointUrl,
    output: text,
    token: (sub, scopes) => running.token(sub, scopes.split(' ')),
    running,
  };
}

/** Lines of a template of the workspace, from 1 on. */
export function lineOf(file: string, line: number): string {
  return readFileSync(join(workspace, file), 'utf8').split('\n')[line - 1] ?? '';
}
