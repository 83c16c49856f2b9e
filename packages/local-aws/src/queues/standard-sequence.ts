import type { Held } from './message.js';
import { MinHeap } from './min-heap.js';
import type { Sequence } from './sequence.js';

/** A standard queue: every ready message may go out, the oldest first. */
export function standardSequence(): Sequence {
  const ready = new MinHeap<Held>();
  return {
    changed(held) {
      if (held.phase === 'ready') ready.push(held.order, held);
    },
    next(max) {
      const found = new Set<Held>();
      while (found.size < max) {
        const held = ready.pop();
        if (held === undefined) break;
        // Deleted, or taken meanwhile: the heap forgets such messages when they come up.
        if (held.phase === 'ready') found.add(held);
      }
      return [...found];
    },
    putBack(helds) {
      for (const held of helds) if (held.phase === 'ready') ready.push(held.order, held);
    },
  };
}
