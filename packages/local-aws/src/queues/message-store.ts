import { Deduplicator } from './deduplication.js';
import { GroupSequence } from './group-sequence.js';
import type { Held, Phase, SentMessage, StoredMessage } from './message.js';
import { MinHeap } from './min-heap.js';
import type { Sequence } from './sequence.js';
import { standardSequence } from './standard-sequence.js';

interface Timer {
  readonly held: Held;
  readonly at: number;
}

/** The messages of one queue. What the log decides is in each `message`; phases are of this process alone. */
export class MessageStore {
  readonly fifo: boolean;
  readonly deduplicator = new Deduplicator();
  /** Called when there may be something to give out, now or at another time than before. */
  onChange: () => void = () => undefined;
  #held = new Map<string, Held>();
  #sequence: Sequence;
  #timers = new MinHeap<Timer>();
  #counts: Record<Phase, number> = { ready: 0, delayed: 0, inFlight: 0, gone: 0 };
  #order = 0;

  constructor(fifo: boolean) {
    this.fifo = fifo;
    this.#sequence = this.#newSequence();
  }

  get(id: string): Held | undefined {
    return this.#held.get(id);
  }

  messages(): Iterable<Held> {
    return this.#held.values();
  }

  count(phase: Exclude<Phase, 'gone'>): number {
    return this.#counts[phase];
  }

  /** When the next message that is in flight or delayed becomes ready. */
  get nextTimerAt(): number | undefined {
    return this.#timers.firstKey;
  }

  send(sent: SentMessage): void {
    if (!this.fifo) {
      this.hold({ ...sent, receiveCount: 0 });
      return;
    }
    const sequenceNumber = this.deduplicator.accept(sent.deduplicationKey ?? sent.id, sent.id, sent.sentAt);
    if (sequenceNumber !== undefined) this.hold({ ...sent, sequenceNumber, receiveCount: 0 });
  }

  hold(message: StoredMessage): void {
    const delayed = message.availableAt > message.sentAt;
    const phase = delayed ? 'delayed' : 'ready';
    const held: Held = {
      message,
      order: this.#order++,
      phase,
      visibleAt: message.availableAt,
      receivedAt: 0,
    };
    this.#held.set(message.id, held);
    if (delayed) this.#timers.push(held.visibleAt, { held, at: held.visibleAt });
    this.#counts[phase]++;
    this.#sequence.changed(held, undefined);
    this.onChange();
  }

  remove(id: string): StoredMessage | undefined {
    const held = this.#held.get(id);
    if (held === undefined) return undefined;
    this.#held.delete(id);
    this.#move(held, 'gone');
    return held.message;
  }

  clear(): void {
    this.#held = new Map();
    this.#timers = new MinHeap();
    this.#sequence = this.#newSequence();
    this.#counts = { ready: 0, delayed: 0, inFlight: 0, gone: 0 };
    this.onChange();
  }

  hide(held: Held, until: number): void {
    held.visibleAt = until;
    this.#timers.push(until, { held, at: until });
    this.#move(held, 'inFlight');
  }

  show(held: Held): void {
    held.visibleAt = 0;
    this.#move(held, 'ready');
  }

  /** Makes ready what has waited until `now`. A timer counts only while it is its message's latest. */
  wake(now: number): void {
    while ((this.#timers.firstKey ?? Number.POSITIVE_INFINITY) <= now) {
      const timer = this.#timers.pop();
      if (timer === undefined) return;
      const { held, at } = timer;
      const waits = held.phase === 'inFlight' || held.phase === 'delayed';
      if (waits && held.visibleAt === at) this.show(held);
    }
  }

  /** Ready messages to give out now, each to be hidden or removed, or put back. */
  next(max: number): Held[] {
    return this.#sequence.next(max);
  }

  putBack(helds: readonly Held[]): void {
    this.#sequence.putBack(helds);
  }

  #newSequence(): Sequence {
    return this.fifo ? new GroupSequence() : standardSequence();
  }

  #move(held: Held, phase: Phase): void {
    const before = held.phase;
    held.phase = phase;
    this.#counts[before]--;
    this.#counts[phase]++;
    this.#sequence.changed(held, before);
    this.onChange();
  }
}
