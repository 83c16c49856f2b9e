import { type Diagnostic, Diagnostics } from '../diagnostics.js';
import type { Contract, Operation } from '../model.js';
import { checkAmbiguousPaths } from './ambiguous-paths.js';

/** API Gateway takes `/orders/` for `/orders`, and what is said of the one (who may call, what it takes) for the other. */
function checkSlashes(operations: readonly Operation[], diagnostics: Diagnostics): void {
  const known = new Map<string, Operation>();
  for (const operation of operations) {
    const { method, path, place } = operation;
    const key = `${method} ${path.replace(/\/$/, '')}`;
    const first = known.get(key) ?? operation;
    known.set(key, first);
    if (first.path === path) continue;
    const what = `API Gateway takes ${path} for ${first.path} of line ${first.place.line}`;
    diagnostics.error('ambiguous-path', place, what);
  }
}

/** What a client can keep of a contract and a generated service cannot: told rather than ignored. */
export function checkService({ operations }: Contract): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  // A client calls either path; a router would lead to the first alone.
  checkAmbiguousPaths(operations, diagnostics, 'error');
  checkSlashes(operations, diagnostics);
  for (const { method, path, place } of operations) {
    if (method !== 'trace') continue;
    diagnostics.error('unsupported', place, `API Gateway takes no TRACE, so ${path} would never get one`);
  }
  return diagnostics.all;
}
