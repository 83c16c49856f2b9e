import { type Diagnostic, Diagnostics } from '../diagnostics.js';
import type { Contract, Operation } from '../model.js';
import { pathShape } from '../path-shape.js';

/**
 * API Gateway has one resource for paths that differ in the names of their parameters or in a slash at the end, and one
 * method of each kind there.
 */
function checkResources(operations: readonly Operation[], diagnostics: Diagnostics): void {
  const known = new Map<string, Operation>();
  for (const operation of operations) {
    const { method, path, place } = operation;
    const key = `${method} ${pathShape(path).replace(/\/$/, '')}`;
    const first = known.get(key) ?? operation;
    known.set(key, first);
    if (first.path === path) continue;
    const taken = `${first.path} of line ${first.place.line}`;
    const what = `API Gateway takes ${method.toUpperCase()} ${path} for that of ${taken}`;
    diagnostics.error('ambiguous-path', place, what);
  }
}

/** What a client can keep of a contract and a generated service cannot: told rather than ignored. */
export function checkService({ operations }: Contract): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  // A client calls either path; a router would lead to the first alone.
  checkResources(operations, diagnostics);
  for (const { method, path, place } of operations) {
    if (method !== 'trace') continue;
    diagnostics.error('unsupported', place, `API Gateway takes no TRACE, so ${path} would never get one`);
  }
  return diagnostics.all;
}
