import {
  closeSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CommitLog, Entry, Participant } from './commit-log.js';
import { lockDirectory } from './directory-lock.js';
import { decodeRecord, encodeRecord } from './frame.js';
import { participantOf } from './participant-of.js';

export interface FileLogOptions {
  /** `durable` waits for an fsync that all commits of the moment share; otherwise the operating system's cache is enough. */
  readonly fsync?: boolean;
  /** The log is rewritten as a snapshot when it is opened with more bytes than this; 64 MiB unless told. */
  readonly snapshotBytes?: number;
}

const fsyncFile = promisify(fsync);

/** Writes all of `bytes`: one call may write less than it was given (write(2)). */
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}

class FileLog implements CommitLog {
  readonly #directory: string;
  readonly #options: FileLogOptions;
  readonly #participants = new Map<string, Participant>();
  #descriptor = -1;
  /** Where the last whole record ends. */
  #end = 0;
  #unlock: () => void = () => undefined;
  #dirty = false;
  #syncing: Promise<void> | undefined;

  constructor(directory: string, options: FileLogOptions) {
    this.#directory = directory;
    this.#options = options;
  }

  join(part: string, participant: Participant): void {
    this.#participants.set(part, participant);
  }

  async open(): Promise<void> {
    mkdirSync(this.#directory, { recursive: true });
    this.#unlock = lockDirectory(this.#directory);
    try {
      const file = join(this.#directory, 'commit.log');
      this.#descriptor = openSync(file, 'a+');
      this.#end = this.#replay(readFileSync(file), file);
      ftruncateSync(this.#descriptor, this.#end);
      if (this.#end > (this.#options.snapshotBytes ?? 64 * 1024 * 1024)) this.#rewrite(file);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Applies every whole record and returns where the last one ends. */
  #replay(bytes: Buffer, file: string): number {
    let offset = 0;
    for (;;) {
      const frame = decodeRecord(bytes, offset);
      if (frame.kind === 'torn') return offset;
      if (frame.kind === 'damaged') {
        throw new Error(
          `${file} is damaged at byte ${offset}: ${frame.why}; restore it from a copy, or start with another directory`,
        );
      }
      this.#apply(frame.entries);
      offset = frame.end;
    }
  }

  #apply(entries: readonly Entry[]): void {
    const steps = entries.map((entry) => ({
      participant: participantOf(this.#participants, entry.part),
      entry,
    }));
    for (const { participant, entry } of steps) participant.apply(entry.data);
  }

  /** The new file is complete and on disk before its name is: a crash leaves the old log or the new one. */
  #rewrite(file: string): void {
    const descriptor = openSync(`${file}.new`, 'w');
    for (const [part, participant] of this.#participants) {
      for (const data of participant.snapshot()) writeAll(descriptor, encodeRecord([{ part, data }]));
    }
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(`${file}.new`, file);
    closeSync(this.#descriptor);
    this.#descriptor = openSync(file, 'a+');
    this.#end = statSync(file).size;
  }

  /** A record that is not written whole (the disk is full) is taken back, so that the next one does not follow a torn one. */
  #append(record: Buffer): void {
    try {
      writeAll(this.#descriptor, record);
      this.#end += record.length;
    } catch (error) {
      ftruncateSync(this.#descriptor, this.#end);
      throw error;
    }
  }

  commit(entries: readonly Entry[]): void {
    if (this.#descriptor < 0) throw new Error(`the commit log of ${this.#directory} is not open`);
    for (const { part } of entries) participantOf(this.#participants, part);
    this.#append(encodeRecord(entries));
    this.#dirty = true;
    this.#apply(entries);
  }

  /** Whoever asks while an fsync runs shares the next one: that one starts after all that was committed by now. */
  async durable(): Promise<void> {
    if (this.#options.fsync !== true) return;
    if (this.#syncing !== undefined) await this.#syncing;
    if (!this.#dirty) return this.#syncing;
    this.#syncing ??= this.#sync();
    return this.#syncing;
  }

  async #sync(): Promise<void> {
    this.#dirty = false;
    try {
      await fsyncFile(this.#descriptor);
    } catch (error) {
      this.#dirty = true;
      throw error;
    } finally {
      this.#syncing = undefined;
    }
  }

  async close(): Promise<void> {
    await this.#syncing;
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    this.#descriptor = -1;
    this.#unlock();
    this.#unlock = () => undefined;
  }
}

/**
 * A commit log in `directory` (made where absent), held by one process at a time.
 *
 * Errors of `open`: DirectoryInUseError; damage inside the log, with its offset.
 */
export function fileLog(directory: string, options: FileLogOptions = {}): CommitLog {
  return new FileLog(directory, options);
}
