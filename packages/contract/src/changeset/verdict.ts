import { compareContracts } from '../compare/compare-contracts.js';
import { readDocument } from '../compare/read-document.js';
import { requiredBump } from '../compare/required-bump.js';
import type { Verdict } from './changed-contracts.js';

/** What `contract compare` says of a contract in two trees; words alone are a patch. */
export function verdictOf(
  file: string,
  { before, after }: { readonly before: string; readonly after: string },
): Verdict {
  const today = new Date().toISOString().slice(0, 10);
  const old = readDocument(file, 'old', before);
  const { changes } = compareContracts(old, readDocument(file, 'new', after), { today });
  const needed = requiredBump(changes);
  const lines = changes.map(({ level, operation, message }) => {
    const where = operation === undefined ? '' : `${operation}: `;
    return `${level === 'breaking' ? 'breaking: ' : ''}${where}${message}`;
  });
  return { bump: needed === 'none' ? 'patch' : needed, lines: [...new Set(lines)] };
}
