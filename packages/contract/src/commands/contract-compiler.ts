import { dirname, join, relative } from 'node:path';
import { checkContract } from '../check/contract.js';
import { isServed } from '../find-contracts.js';
import type { CodecOptions, Contract } from '../model.js';
import { printDiagnostics } from '../print-diagnostics.js';
import { readContract } from '../read/contract.js';
import { writeClient } from '../write/client.js';
import type { GeneratedFile } from '../write/generated-file.js';
import { codecOptions, SchemaTexts } from '../write/schemas/schema-texts.js';
import { writeService } from '../write/service.js';
import { FolderWriter } from './folder-writer.js';

export interface CompilerOptions extends CodecOptions {
  /** The contract will be compiled again when it changes: what was printed and written is kept for then. */
  readonly watch: boolean;
}

export interface Compiled {
  readonly ok: boolean;
  /** Those that the contract stands in. */
  readonly files: readonly string[];
}

/** Compiles one contract into its client package, and into its service where the workspace has that. */
export class ContractCompiler {
  readonly #path: string;
  readonly #directory: string;
  readonly #options: CompilerOptions;
  readonly #writer: FolderWriter;
  /** Told once, however often a contract is compiled. */
  readonly #told = new Set<string>();
  #last: Contract | undefined;

  /** @param directory of the workspace. */
  constructor(path: string, directory: string, options: CompilerOptions) {
    this.#path = path;
    this.#directory = directory;
    this.#options = options;
    this.#writer = new FolderWriter({ remembers: options.watch });
  }

  /** Compiles the contract as it is now and tells its problems. */
  compile(): Compiled {
    const started = performance.now();
    const directory = this.#directory;
    const read = readContract(this.#path, directory);
    const { files } = read;
    const contract = this.#withOptions(read.contract);
    const served = contract !== undefined && isServed(contract, directory);
    const all = checkContract(
      { ...read, ...(contract && { contract }) },
      { served, style: false, directory },
    );
    if (all.length > 0) console.error(`${printDiagnostics(all, directory)}\n`);
    if (contract === undefined || all.some(({ severity }) => severity === 'error'))
      return { ok: false, files };
    const written = this.#write(contract, served);
    const client = relative(directory, join(dirname(this.#path), 'src')).replaceAll('\\', '/');
    const took = `${Math.round(performance.now() - started)} ms`;
    console.log(
      `${client}  ${contract.operations.length} operations, ${contract.events.length} events, ${written} files written  ${took}`,
    );
    return { ok: true, files };
  }

  /** What the command line asks of the code counts before what the document does. */
  #withOptions(contract: Contract | undefined): Contract | undefined {
    const { formats, decode, openEnums } = this.#options;
    if (contract === undefined || (formats ?? decode ?? openEnums) === undefined) return contract;
    return { ...contract, codecs: codecOptions(contract, this.#options) };
  }

  #write(contract: Contract, served: boolean): number {
    if (this.#last !== undefined) SchemaTexts.renew(this.#last, contract, {});
    if (this.#options.watch) this.#last = contract;
    const client = this.#writeFolder(join(dirname(this.#path), 'src'), writeClient(contract));
    if (!served) return client;
    const gen = join(this.#directory, 'apps', contract.service, 'gen');
    return client + this.#writeFolder(gen, writeService(contract));
  }

  #writeFolder(folder: string, files: readonly GeneratedFile[]): number {
    const { count, kept } = this.#writer.write(folder, files);
    for (const path of kept) {
      const file = relative(this.#directory, join(folder, path)).replaceAll('\\', '/');
      if (!this.#told.has(file))
        console.error(`${file} was not generated and stays: what is written by hand belongs elsewhere`);
      this.#told.add(file);
    }
    return count;
  }
}
