import type { Change } from '../compare/change.js';
import { compareContracts } from '../compare/compare-contracts.js';
import { toOasdiff } from '../compare/oasdiff-format.js';
import { printMarkdown } from '../compare/print-markdown.js';
import { printText } from '../compare/print-text.js';
import { type ComparedDocument, readDocument, UnreadableError } from '../compare/read-document.js';
import { type Bump, requiredBump } from '../compare/required-bump.js';
import { openSource, type Source, SourceError } from '../compare/source.js';
import { withWitnesses } from '../compare/witness.js';
import { NoContractError } from '../find-contracts.js';
import { printDiagnostics } from '../print-diagnostics.js';

export interface ComparePrinting {
  readonly json?: boolean;
  readonly markdown?: boolean;
  /** `oasdiff`: rule ids and levels of oasdiff, each change judged by its rule alone. */
  readonly format?: string | undefined;
}

const exitCodes: Readonly<Record<Bump, number>> = { none: 0, patch: 0, minor: 10, major: 20 };

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function documentOf({ path, directory, named }: Source, side: 'old' | 'new'): ComparedDocument {
  const document = readDocument(path, side, directory);
  const count = document.problems.length;
  if (count > 0)
    console.error(`${named} has errors that a comparison passes over: ${count} (contract check tells them)`);
  return document;
}

async function changesOf(sources: readonly [Source, Source]): Promise<readonly Change[]> {
  const [old, now] = [documentOf(sources[0], 'old'), documentOf(sources[1], 'new')];
  const { changes, breaks } = compareContracts(old, now, { today: today() });
  // The verdict stands without witnesses: they are confirmed by codecs, for which esbuild and io-ts must be installed.
  const told = await withWitnesses(changes, breaks).catch((error: Error) => {
    console.error(`witnesses are left out: ${error.message}`);
    return changes;
  });
  return told.map((change) => ({
    ...change,
    old: change.old === undefined ? undefined : sources[0].show(change.old),
    new: change.new === undefined ? undefined : sources[1].show(change.new),
  }));
}

async function report(sources: readonly [Source, Source], printing: ComparePrinting): Promise<number> {
  if (printing.format === 'oasdiff') {
    const [old, now] = [documentOf(sources[0], 'old'), documentOf(sources[1], 'new')];
    const { changes } = compareContracts(old, now, { today: today(), literal: true });
    console.log(JSON.stringify(toOasdiff(changes)));
    return exitCodes[requiredBump(changes)];
  }
  const changes = await changesOf(sources);
  const bump = requiredBump(changes);
  if (printing.json === true) console.log(JSON.stringify({ bump, changes }, null, 2));
  else console.log(printing.markdown === true ? printMarkdown(changes) : printText(changes));
  return exitCodes[bump];
}

/**
 * `contract compare OLD NEW [--json | --markdown | --format oasdiff]`: tells every change of a contract with its level.
 * Exit code 0: no bump or a patch; 10: a minor; 20: a major; 1: the contracts cannot be compared; 2: the call is wrong.
 */
export async function compare(old: string, now: string, printing: ComparePrinting): Promise<number> {
  const sources: Source[] = [];
  if (printing.format !== undefined && printing.format !== 'oasdiff') {
    console.error(`there is no format '${printing.format}': give oasdiff, or --json or --markdown`);
    return 2;
  }
  try {
    for (const named of [old, now]) sources.push(openSource(named));
    return await report(sources as [Source, Source], printing);
  } catch (error) {
    if (error instanceof UnreadableError) {
      const side = sources[error.side === 'old' ? 0 : 1];
      console.error(
        `${error.message}\n${printDiagnostics(error.diagnostics, side?.directory ?? process.cwd())}`,
      );
    } else if (error instanceof SourceError || error instanceof NoContractError) console.error(error.message);
    else throw error;
    return 1;
  } finally {
    for (const source of sources) source.remove();
  }
}
