import { type AttributeValue, attributeOf, type Item } from '../values/attribute-value.js';
import type { ExpressionContext } from './context.js';
import { type Path, pathsFault } from './path.js';
import { ExpressionReader } from './reader.js';

/** The paths that are kept. */
export interface Projection {
  readonly paths: readonly Path[];
}

/** Parses a ProjectionExpression. Errors: ValidationException. */
export function parseProjection(text: string, context: ExpressionContext): Projection {
  const reader = new ExpressionReader(text, 'ProjectionExpression', context);
  const paths: Path[] = [];
  do paths.push(reader.path([]));
  while (reader.accept(','));
  const fault = pathsFault(paths);
  if (fault !== undefined) reader.fault('paths', fault);
  reader.finish();
  return { paths };
}

/** The parts of `item` that the projection names. Elements of a list close ranks, in the order of the list. */
export function project(item: Item, projection: Projection): Item {
  const whole: Branch = { steps: new Map() };
  for (const path of projection.paths) grow(whole, path);
  return keepMembers(item, whole) ?? {};
}

/** Paths as a tree; a branch without steps is kept whole. */
interface Branch {
  readonly steps: Map<string | number, Branch>;
}

function grow(root: Branch, path: Path): void {
  let branch = root;
  for (const step of path) {
    const next = branch.steps.get(step) ?? { steps: new Map() };
    branch.steps.set(step, next);
    branch = next;
  }
}

function keep(value: AttributeValue, branch: Branch): AttributeValue | undefined {
  if (branch.steps.size === 0) return value;
  if ('M' in value) {
    const M = keepMembers(value.M, branch);
    return M && { M };
  }
  if (!('L' in value)) return undefined;
  const L = value.L.flatMap((element, index) => {
    const below = branch.steps.get(index);
    return (below && keep(element, below)) ?? [];
  });
  return L.length === 0 ? undefined : { L };
}

function keepMembers(item: Item, { steps }: Branch): Item | undefined {
  const kept: [string, AttributeValue][] = [];
  for (const [name, below] of steps) {
    if (typeof name === 'number') continue;
    const value = attributeOf(item, name);
    const part = value && keep(value, below);
    if (part !== undefined) kept.push([name, part]);
  }
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
