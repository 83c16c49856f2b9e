/** The loops of a graph: its strongly connected components that hold an edge, in no particular order (Tarjan). */
export function loopsOf(follow: readonly ReadonlyMap<number, number>[]): ReadonlySet<number>[] {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const open: number[] = [];
  const loops: ReadonlySet<number>[] = [];

  function lower(node: number, to: number): void {
    low.set(node, Math.min(low.get(node) ?? to, to));
  }

  function close(node: number): void {
    const component = new Set(open.splice(open.indexOf(node)));
    if (component.size > 1 || follow[node]?.has(node) === true) loops.push(component);
  }

  function visit(node: number): void {
    index.set(node, index.size);
    lower(node, index.get(node) ?? 0);
    open.push(node);
    for (const next of follow[node]?.keys() ?? []) {
      if (!index.has(next)) visit(next);
      if (open.includes(next)) lower(node, low.get(next) ?? 0);
    }
    if (low.get(node) === index.get(node)) close(node);
  }

  for (const node of follow.keys()) if (!index.has(node)) visit(node);
  return loops;
}

/** Everything that can be reached from the nodes, themselves included. */
export function reachable(
  follow: readonly ReadonlyMap<number, number>[],
  from: Iterable<number>,
): ReadonlySet<number> {
  const reached = new Set(from);
  for (const node of reached) for (const next of follow[node]?.keys() ?? []) reached.add(next);
  return reached;
}
