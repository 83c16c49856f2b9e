import { type FunctionWatch, type Rebuild, watchFunction } from '@atoll/lambda-bundle';
import type { Output } from '../parts.js';
import type { FunctionSpec } from '../system.js';

/** The code of one function: as it lies there, or bundled from its sources. */
export class FunctionCode {
  readonly #spec: FunctionSpec;
  readonly #output: Output;
  readonly #watch: boolean;
  #bundle: FunctionWatch | undefined;
  #listener: () => void = () => undefined;
  /** Counts up with each bundle that differs from the one before. */
  version = 0;

  constructor(spec: FunctionSpec, output: Output, watch: boolean) {
    this.#spec = spec;
    this.#output = output;
    this.#watch = watch;
  }

  /** Bundles the sources unless that was done, and goes on whenever they change. */
  start(): void {
    const { entryPoint, codeDir } = this.#spec;
    if (entryPoint === undefined || this.#bundle !== undefined) return;
    this.#bundle = watchFunction(entryPoint, codeDir, (rebuild) => this.#rebuilt(rebuild));
    if (!this.#watch) void this.#bundle.close();
  }

  onNewVersion(listener: () => void): void {
    this.#listener = listener;
  }

  /** Waits for the bundle of the sources as they are; resolves with the places of its mistakes if there are any. */
  async failure(): Promise<string | undefined> {
    if (this.#bundle === undefined) return undefined;
    const rebuild = await this.#bundle.current();
    return rebuild.kind === 'failed' ? rebuild.error.message : undefined;
  }

  async close(): Promise<void> {
    await this.#bundle?.close();
  }

  #rebuilt(rebuild: Rebuild): void {
    if (rebuild.kind === 'failed') {
      this.#output.error(`${this.#spec.functionName} cannot be built`, rebuild.error.message);
    } else if (rebuild.report.changed) {
      this.version += 1;
      this.#listener();
    }
  }
}
