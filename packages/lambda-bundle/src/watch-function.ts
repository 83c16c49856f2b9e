import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildContext, context } from 'esbuild';
import { buildOptions } from './build-options.js';
import { currentInputs, rememberBuild } from './build-record.js';
import { BundleError } from './bundle-error.js';
import { type BundleReport, bundleErrorOf, finishBundle } from './bundle-function.js';
import { watchDirectories } from './watch-directories.js';

export type Rebuild =
  | { readonly kind: 'built'; readonly report: BundleReport }
  | { readonly kind: 'failed'; readonly error: BundleError };

export interface FunctionWatch {
  /** The outcome for the sources as they were saved before the call: waits for the build that a change has made necessary. */
  current(): Promise<Rebuild>;
  close(): Promise<void>;
}

/** An editor empties a file and then fills it, or saves several at once: these milliseconds without a change end a save. */
const quietMs = 15;

/** The event loop has polled since: notices of changes that were saved before the call have been delivered. */
async function changesNoticed(): Promise<void> {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}

class Watch implements FunctionWatch {
  readonly #entryPoint: string;
  readonly #outDirectory: string;
  readonly #onRebuild: (rebuild: Rebuild) => void;
  #context: BuildContext<ReturnType<typeof buildOptions>> | undefined;
  #watcher: { close(): void } | undefined;
  #inputs = new Set<string>();
  #failed = false;
  #current: Promise<Rebuild>;
  #building = false;
  #changed = false;
  #lastChangeMs = 0;
  #closed = false;

  constructor(entryPoint: string, outDirectory: string, onRebuild: (rebuild: Rebuild) => void) {
    this.#entryPoint = entryPoint;
    this.#outDirectory = outDirectory;
    this.#onRebuild = onRebuild;
    const inputs = currentInputs(outDirectory);
    if (inputs === undefined) this.#current = this.#build();
    else {
      this.#watch(inputs);
      this.#current = Promise.resolve({ kind: 'built', report: this.#reportUnchanged(inputs) });
    }
  }

  async current(): Promise<Rebuild> {
    await changesNoticed();
    return this.#current;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watcher?.close();
    await this.#current;
    await this.#context?.dispose();
  }

  #reportUnchanged(inputs: string[]): BundleReport {
    const file = join(this.#outDirectory, 'index.mjs');
    const { size: bytes } = statSync(file);
    const name = basename(this.#outDirectory);
    return { name, entryPoint: this.#entryPoint, file, bytes, changed: false, inputs };
  }

  #watch(inputs: readonly string[]): void {
    this.#watcher?.close();
    this.#inputs = new Set(inputs);
    if (!this.#closed) this.#watcher = watchDirectories(inputs, (path) => this.#noticed(path));
  }

  /** While a build fails, any file may be the missing one. */
  #noticed(path: string): void {
    if (!this.#inputs.has(path) && !this.#failed && existsSync(path)) return;
    this.#changed = true;
    this.#lastChangeMs = performance.now();
    if (!this.#building && !this.#closed) this.#current = this.#build();
  }

  /** Builds until the sources have stayed as they were from its start to its end. */
  async #build(): Promise<Rebuild> {
    this.#building = true;
    let rebuild: Rebuild;
    do {
      await this.#quiet();
      this.#changed = false;
      rebuild = await this.#once();
    } while (this.#changed && !this.#closed);
    this.#building = false;
    this.#failed = rebuild.kind === 'failed';
    if (!this.#closed) this.#onRebuild(rebuild);
    return rebuild;
  }

  async #quiet(): Promise<void> {
    for (;;) {
      const waitMs = this.#lastChangeMs + quietMs - performance.now();
      if (this.#lastChangeMs === 0 || waitMs <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  async #once(): Promise<Rebuild> {
    const settings = buildOptions(this.#entryPoint, this.#outDirectory, {});
    const startedMs = Date.now();
    try {
      this.#context ??= await context(settings);
      const report = finishBundle(this.#entryPoint, this.#outDirectory, await this.#context.rebuild());
      this.#watch(report.inputs);
      rememberBuild(this.#outDirectory, report.inputs, startedMs);
      return { kind: 'built', report };
    } catch (error) {
      const told = bundleErrorOf(error, settings.absWorkingDir);
      const problem = told instanceof BundleError ? told : new BundleError([{ text: String(told) }]);
      this.#watch([this.#entryPoint, ...this.#inputs]);
      return { kind: 'failed', error: problem };
    }
  }
}

/**
 * Bundles a function now, unless its bundle is that of the present sources, and again whenever one of them changes.
 * `onRebuild` is called after each build. Bundles are not minified. Paths absolute.
 */
export function watchFunction(
  entryPoint: string,
  outDirectory: string,
  onRebuild: (rebuild: Rebuild) => void,
): FunctionWatch {
  return new Watch(entryPoint, outDirectory, onRebuild);
}
