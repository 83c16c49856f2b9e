import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BaseError, filesAt, writeFiles } from '../changeset/base-files.js';
import type { Bump } from '../changeset/bump.js';
import { compareContracts } from '../compare/compare-contracts.js';
import { type ComparedDocument, readDocument, UnreadableError } from '../compare/read-document.js';
import { requiredBump } from '../compare/required-bump.js';

const contractFiles = /^(?!.*(^|\/)(testdata|node_modules)\/).*\.(ya?ml|json)$/;

/** Contracts as they were at tags, and as they are in the work tree. */
export class ContractVersions {
  readonly #root: string;
  readonly #read = new Map<string, ComparedDocument | undefined>();

  constructor(root: string) {
    this.#root = root;
  }

  #tagged(file: string, tag: string): ComparedDocument {
    const folder = mkdtempSync(join(tmpdir(), 'contract-tag-'));
    try {
      const wanted = { folders: ['packages'], fits: contractFiles };
      writeFiles(folder, filesAt(this.#root, `refs/tags/${tag}`, wanted));
      return readDocument(file, 'old', folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Undefined where there is no such tag, or nothing in it that can be compared. */
  #document(folder: string, tag: string | undefined): ComparedDocument | undefined {
    const key = `${folder} ${tag ?? ''}`;
    if (this.#read.has(key)) return this.#read.get(key);
    const file = `${folder}/openapi.yaml`;
    let document: ComparedDocument | undefined;
    try {
      document = tag === undefined ? readDocument(file, 'new', this.#root) : this.#tagged(file, tag);
    } catch (error) {
      if (!(error instanceof BaseError) && !(error instanceof UnreadableError)) throw error;
    }
    this.#read.set(key, document);
    return document;
  }

  /** The bump that the way from one contract to another needs. Undefined when one of them is not known. */
  #bump(folder: string, before: string | undefined, after: string | undefined) {
    const [old, now] = [this.#document(folder, before), this.#document(folder, after)];
    if (old === undefined || now === undefined) return undefined;
    const today = new Date().toISOString().slice(0, 10);
    return requiredBump(compareContracts(old, now, { today }).changes);
  }

  /**
   * Whether who was made for one contract can do with the other. Undefined when one of them is not known.
   *
   * @param folder of the client's package, relative to the workspace.
   * @param provided tag of the contract that is kept; the work tree's when undefined.
   * @param tested tag of the contract that somebody was made for; the work tree's when undefined.
   */
  keeps(folder: string, provided: string | undefined, tested: string | undefined): boolean | undefined {
    const bump = this.#bump(folder, tested, provided);
    return bump && bump !== 'major';
  }

  /** What the work tree's contract needs beyond a tag. Undefined when it needs nothing, or there is no such tag. */
  neededSince(folder: string, tag: string): Bump | undefined {
    const bump = this.#bump(folder, tag, undefined);
    return bump === 'none' ? undefined : bump;
  }
}
