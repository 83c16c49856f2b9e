import type { Diagnostics } from '../diagnostics.js';
import type { Operation } from '../model.js';
import { pathShape } from '../path-shape.js';

/** Paths that differ in the names of their parameters alone are the same path (OpenAPI 3.1, 4.8.8). */
export function checkAmbiguousPaths(operations: readonly Operation[], diagnostics: Diagnostics): void {
  const known = new Map<string, Operation>();
  const told = new Set<string>();
  for (const operation of operations) {
    const { path, place } = operation;
    const shape = pathShape(path);
    const first = known.get(shape) ?? operation;
    known.set(shape, first);
    if (first.path === path || told.has(path)) continue;
    told.add(path);
    const what = `${path} is the same path as ${first.path} of line ${first.place.line}`;
    diagnostics.warning('ambiguous-path', place, what);
  }
}
