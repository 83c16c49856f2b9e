import type { Held } from './message.js';
import { MinHeap } from './min-heap.js';
import type { Sequence } from './sequence.js';

interface Group {
  readonly id: string;
  /** In order of sending; those before `head`, and those that are gone, are passed. */
  members: Held[];
  head: number;
  inFlight: number;
  /** Stands in the heap of groups that may give messages. */
  offered: boolean;
}

/** The first member that is still there. */
function first(group: Group): Held | undefined {
  while (group.members[group.head]?.phase === 'gone') group.head++;
  if (group.head > 64 && group.head * 2 > group.members.length) {
    group.members = group.members.slice(group.head);
    group.head = 0;
  }
  return group.members[group.head];
}

/** Ready members from the front; one that is delayed holds up those behind it. */
function front(group: Group, max: number): Held[] {
  const found: Held[] = [];
  for (let at = group.head; at < group.members.length && found.length < max; at++) {
    const held = group.members[at];
    if (held === undefined || held.phase === 'gone') continue;
    if (held.phase !== 'ready') break;
    found.push(held);
  }
  return found;
}

/**
 * A FIFO queue: a group gives its messages in order, and none while any of its messages is in flight.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export class GroupSequence implements Sequence {
  readonly #groups = new Map<string, Group>();
  readonly #offers = new MinHeap<Group>();

  changed(held: Held, before: Held['phase'] | undefined): void {
    const group = this.#group(held);
    if (before === undefined) group.members.push(held);
    if (before === 'inFlight') group.inFlight--;
    if (held.phase === 'inFlight') group.inFlight++;
    this.#offer(group);
  }

  next(max: number): Held[] {
    const found: Held[] = [];
    while (found.length < max) {
      const group = this.#offers.pop();
      if (group === undefined) break;
      group.offered = false;
      // One whose first message went to the dead-letter queue may stand here although others of it were taken.
      if (group.inFlight === 0) found.push(...front(group, max - found.length));
    }
    return found;
  }

  putBack(helds: readonly Held[]): void {
    for (const held of helds) this.#offer(this.#group(held));
  }

  #group(held: Held): Group {
    const id = held.message.groupId ?? '';
    let group = this.#groups.get(id);
    if (group === undefined) {
      group = { id, members: [], head: 0, inFlight: 0, offered: false };
      this.#groups.set(id, group);
    }
    return group;
  }

  #offer(group: Group): void {
    const head = first(group);
    if (head === undefined) this.#groups.delete(group.id);
    else if (!group.offered && group.inFlight === 0 && head.phase === 'ready') {
      group.offered = true;
      this.#offers.push(head.order, group);
    }
  }
}
