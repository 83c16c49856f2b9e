import type { Participant } from '@atoll/embedded-dynamodb';
import type { System } from '../system.js';
import type { Attributes, QueueEntry } from './entry.js';
import { MessageStore } from './message-store.js';
import type { Queue } from './queue.js';
import { attributesOf } from './settings.js';
import { queueDoesNotExist, sqsError } from './sqs-error.js';

type EntryOf<Op extends QueueEntry['op']> = Extract<QueueEntry, { op: Op }>;
type Appliers = { [Op in QueueEntry['op']]: (queue: Queue, entry: EntryOf<Op>) => void };

export type QueueSystem = Pick<System, 'queues' | 'region' | 'accountId'>;

interface QueueSetOptions {
  /** When the queues of the templates were made, in milliseconds since 1970. */
  readonly startedAt: number;
  /** A receive at this queue may give another answer now, or at another time. */
  readonly onChange: (queue: Queue) => void;
}

/** All queues: the templates' from the start, all else by the log. State changes in `apply` alone. */
export class QueueSet implements Participant {
  readonly system: QueueSystem;
  readonly #queues = new Map<string, Queue>();
  readonly #appliers: Appliers;
  readonly #onChange: (queue: Queue) => void;

  constructor(system: QueueSystem, { startedAt, onChange }: QueueSetOptions) {
    this.system = system;
    this.#onChange = onChange;
    for (const spec of system.queues) {
      const queue = this.#add(spec.queueName, attributesOf(spec), true);
      queue.createdAt = queue.modifiedAt = startedAt;
    }
    this.#appliers = this.#makeAppliers();
  }

  apply(data: unknown): void {
    const entry = data as QueueEntry;
    const queue = this.#queues.get(entry.queue) ?? this.#add(entry.queue, undefined, false);
    const applier = this.#appliers[entry.op] as (queue: Queue, entry: QueueEntry) => void;
    applier(queue, entry);
  }

  *snapshot(): Iterable<QueueEntry> {
    for (const queue of this.#queues.values()) {
      yield* settingsOf(queue);
      if (queue.store.fifo) yield { op: 'sent', queue: queue.name, ...queue.store.deduplicator.state };
      for (const { message } of queue.store.messages()) yield { op: 'hold', queue: queue.name, message };
    }
  }

  /** Queues that exist. */
  list(): Queue[] {
    return [...this.#queues.values()].filter((queue) => queue.base !== undefined);
  }

  find(name: string): Queue | undefined {
    const queue = this.#queues.get(name);
    return queue?.base === undefined ? undefined : queue;
  }

  /** Error: QueueDoesNotExist. */
  named(name: string): Queue {
    const queue = this.find(name);
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  }

  findByArn(arn: string): Queue | undefined {
    const name = arn.slice(arn.lastIndexOf(':') + 1);
    return arn === this.arnOf(name) ? this.find(name) : undefined;
  }

  /** Error: QueueDoesNotExist. */
  byArn(arn: string): Queue {
    const queue = this.findByArn(arn);
    if (queue === undefined) throw sqsError('QueueDoesNotExist', `The queue ${arn} does not exist.`);
    return queue;
  }

  arnOf(name: string): string {
    return `arn:aws:sqs:${this.system.region}:${this.system.accountId}:${name}`;
  }

  #add(name: string, base: Attributes | undefined, ofTemplate: boolean): Queue {
    const queue: Queue = {
      name,
      arn: this.arnOf(name),
      store: new MessageStore(name.endsWith('.fifo')),
      base,
      ofTemplate,
      changed: {},
      tags: {},
      createdAt: 0,
      modifiedAt: 0,
    };
    queue.store.onChange = () => this.#onChange(queue);
    this.#queues.set(name, queue);
    return queue;
  }

  #store(name: string): MessageStore {
    return (this.#queues.get(name) ?? this.#add(name, undefined, false)).store;
  }

  #makeAppliers(): Appliers {
    return {
      send: ({ store }, { message }) => store.send(message),
      hold: ({ store }, { message }) => store.hold(message),
      sent: ({ store }, { sequence, deduplication }) => store.deduplicator.restore(sequence, deduplication),
      receive: ({ store }, entry) => applyReceive(store, entry),
      delete: ({ store }, { ids }) => {
        for (const id of ids) store.remove(id);
      },
      deadLetter: ({ store }, entry) => applyDeadLetter(store, this.#store(entry.to), entry),
      redrive: ({ store }, entry) => applyRedrive(store, this.#store(entry.to), entry),
      purge: ({ store }) => store.clear(),
      create: (queue, { attributes, tags, at }) => {
        // A template that has taken the name since decides what the queue is.
        if (!queue.ofTemplate)
          Object.assign(queue, { base: attributes, tags, createdAt: at, modifiedAt: at });
      },
      drop: (queue) => {
        queue.store.clear();
        queue.store.deduplicator.restore(0, []);
        if (!queue.ofTemplate) Object.assign(queue, { base: undefined, changed: {}, tags: {} });
      },
      set: (queue, { attributes, over, at }) => {
        if (over !== JSON.stringify(queue.base)) return;
        Object.assign(queue, { changed: { ...queue.changed, ...attributes }, modifiedAt: at });
      },
      tag: (queue, { tags }) => {
        queue.tags = { ...queue.tags, ...tags };
      },
      untag: (queue, { keys }) => {
        queue.tags = Object.fromEntries(Object.entries(queue.tags).filter(([key]) => !keys.includes(key)));
      },
    };
  }
}

function* settingsOf(queue: Queue): Iterable<QueueEntry> {
  const { name, base, changed, tags } = queue;
  if (!queue.ofTemplate && base !== undefined) {
    yield { op: 'create', queue: name, attributes: base, tags, at: queue.createdAt };
  } else if (Object.keys(tags).length > 0) yield { op: 'tag', queue: name, tags };
  if (Object.keys(changed).length > 0) {
    yield { op: 'set', queue: name, attributes: changed, over: JSON.stringify(base), at: queue.modifiedAt };
  }
}

function applyReceive(store: MessageStore, { ids, receipt, at }: EntryOf<'receive'>): void {
  for (const id of ids) {
    const held = store.get(id);
    if (held === undefined) continue;
    const { message } = held;
    held.message = {
      ...message,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? at,
      receipt,
    };
  }
}

/** In a standard queue the message keeps its age; in a FIFO queue its retention begins anew, as on AWS. */
function applyDeadLetter(from: MessageStore, to: MessageStore, entry: EntryOf<'deadLetter'>): void {
  const message = from.remove(entry.id);
  if (message === undefined) return;
  const sentAt = to.fifo ? entry.at : message.sentAt;
  to.hold({
    ...message,
    sentAt,
    availableAt: sentAt,
    deadLetterSource: entry.source,
    receivedElsewhere: message.receiveCount,
    ...(to.fifo && { sequenceNumber: to.deduplicator.number() }),
  });
}

function applyRedrive(from: MessageStore, to: MessageStore, entry: EntryOf<'redrive'>): void {
  const message = from.remove(entry.id);
  if (message === undefined) return;
  const { body, attributes, traceHeader, groupId, deduplicationId } = message;
  to.hold({
    id: entry.newId,
    body,
    sentAt: entry.at,
    availableAt: entry.at,
    receiveCount: 0,
    ...(attributes && { attributes }),
    ...(traceHeader && { traceHeader }),
    ...(groupId && { groupId }),
    ...(deduplicationId && { deduplicationId }),
    ...(to.fifo && { sequenceNumber: to.deduplicator.number() }),
  });
}
