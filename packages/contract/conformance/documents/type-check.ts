import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { typeErrorsOf } from './check-types.js';

/** Generated code of one side of a document, below the folder of the check. */
interface Unit {
  readonly document: string;
  readonly include: string;
}

/** The type checker needs a gigabyte for some 20 MB of code. */
const batchBytes = 24 * 2 ** 20;
/** Batches whose code waits on the disk. */
const mostWaiting = 4;

/** Checks the types of many documents, as much code at a time as fits into memory, while others are compiled. */
export class TypeCheck {
  readonly folder = mkdtempSync(join(tmpdir(), 'documents '));
  readonly errors = new Map<string, string[]>();
  checked = 0;
  #units: Unit[] = [];
  #bytes = 0;
  #waiting = 0;
  #running: Promise<void> = Promise.resolve();

  constructor() {
    process.on('exit', () => rmSync(this.folder, { recursive: true, force: true }));
  }

  folderOf(index: number): string {
    return join(this.folder, String(index));
  }

  /** Adds the code of a document; while too much waits for the type checker, its caller does so too. */
  async add(
    document: string,
    index: number,
    sizes: { serviceBytes: number; clientBytes: number },
  ): Promise<void> {
    this.checked++;
    this.#add({ document, include: `${index}/service` }, sizes.serviceBytes);
    this.#add({ document, include: `${index}/client` }, sizes.clientBytes);
    if (this.#waiting > mostWaiting) await this.#running;
  }

  #add(unit: Unit, bytes: number): void {
    if (this.#bytes + bytes > batchBytes) this.#flush();
    this.#units.push(unit);
    this.#bytes += bytes;
  }

  #flush(): void {
    const units = this.#units;
    this.#units = [];
    this.#bytes = 0;
    if (units.length === 0) return;
    this.#waiting++;
    this.#running = this.#running.then(() => this.#check(units));
  }

  async #check(units: readonly Unit[]): Promise<void> {
    const include = units.map((each) => each.include);
    for (const line of await typeErrorsOf(this.folder, include)) {
      // Paths are told relative to where the process is.
      const unit = units.find((each) => new RegExp(`(^|/)${each.include}/`).test(line));
      const name = unit?.document ?? units.map(({ document }) => document).join(', ');
      this.errors.set(name, [...(this.errors.get(name) ?? []), line]);
    }
    this.#waiting--;
    for (const each of include) rmSync(join(this.folder, each), { recursive: true });
  }

  /** Waits for what is left. */
  async end(): Promise<void> {
    this.#flush();
    await this.#running;
  }
}
