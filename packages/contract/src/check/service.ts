import { type Diagnostic, Diagnostics } from '../diagnostics.js';
import type { Contract } from '../model.js';
import { checkAmbiguousPaths } from './ambiguous-paths.js';

/** What a client can keep of a contract and a generated service cannot: told rather than ignored. */
export function checkService({ operations }: Contract): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  // A client calls either path; a router would lead to the first alone.
  checkAmbiguousPaths(operations, diagnostics, 'error');
  for (const { method, path, place } of operations) {
    if (method !== 'trace') continue;
    diagnostics.error('unsupported', place, `API Gateway takes no TRACE, so ${path} would never get one`);
  }
  return diagnostics.all;
}
