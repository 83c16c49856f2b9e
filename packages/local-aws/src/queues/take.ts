import { randomUUID } from 'node:crypto';
import type { QueueEntry } from './entry.js';
import type { Held } from './message.js';
import { attributesInEffect, integerAttribute, type Queue } from './queue.js';
import { commit, type QueueService } from './queue-service.js';
import { redriveOf } from './redrive.js';

/** Messages given out together, by one record. */
interface Plan {
  readonly taken: Held[];
  readonly entries: QueueEntry[];
}

interface Wanted {
  readonly max: number;
  readonly visibilityMs: number;
}

/**
 * Gives out up to `max` ready messages for `visibilityMs`. Those that were received too often leave for the dead-letter
 * queue, those past their retention are deleted, in the same record.
 */
export function take(service: QueueService, queue: Queue, { max, visibilityMs }: Wanted): Held[] {
  const now = service.now();
  const all: Held[] = [];
  queue.store.wake(now);
  for (;;) {
    const candidates = queue.store.next(max - all.length);
    if (candidates.length === 0) return finish(queue, all, visibilityMs);
    const { taken, entries } = plan(service, queue, candidates);
    try {
      commit(service, entries);
    } catch (error) {
      queue.store.putBack(candidates);
      throw error;
    }
    for (const held of taken) {
      held.receivedAt = now;
      queue.store.hide(held, now + visibilityMs);
    }
    all.push(...taken);
    if (all.length === max || taken.length === candidates.length) return finish(queue, all, visibilityMs);
  }
}

/** A visibility timeout of 0 leaves the messages visible, but gives none twice in one receive. */
function finish(queue: Queue, taken: Held[], visibilityMs: number): Held[] {
  if (visibilityMs === 0) for (const held of taken) queue.store.show(held);
  return taken;
}

function plan(service: QueueService, queue: Queue, candidates: readonly Held[]): Plan {
  const at = service.now();
  const oldest = at - 1000 * integerAttribute(queue, 'MessageRetentionPeriod');
  const redrive = redriveOf(attributesInEffect(queue));
  const deadLetter = redrive && service.set.findByArn(redrive.deadLetterArn);
  const taken: Held[] = [];
  const expired: string[] = [];
  const entries: QueueEntry[] = [];
  for (const held of candidates) {
    const { id, sentAt, receiveCount, receivedElsewhere = 0 } = held.message;
    const received = receiveCount - receivedElsewhere;
    if (sentAt <= oldest) expired.push(id);
    else if (deadLetter && redrive && received >= redrive.maxReceiveCount) {
      entries.push({
        op: 'deadLetter',
        queue: queue.name,
        id,
        to: deadLetter.name,
        source: queue.arn,
        at,
      });
    } else taken.push(held);
  }
  if (expired.length > 0) entries.push({ op: 'delete', queue: queue.name, ids: expired });
  if (taken.length > 0) {
    const ids = taken.map(({ message }) => message.id);
    entries.push({ op: 'receive', queue: queue.name, ids, receipt: randomUUID(), at });
  }
  return { taken, entries };
}

/** Deletes what is past its retention; messages stand nearly in order of age, `take` finds the exceptions. */
export function expire(service: QueueService, queue: Queue): void {
  const oldest = service.now() - 1000 * integerAttribute(queue, 'MessageRetentionPeriod');
  const ids: string[] = [];
  for (const { message } of queue.store.messages()) {
    if (message.sentAt > oldest) break;
    ids.push(message.id);
  }
  if (ids.length > 0) commit(service, [{ op: 'delete', queue: queue.name, ids }]);
}
