import type { CommitLog } from '@atoll/embedded-dynamodb';
import { AwsError, type Bus, type Functions, type Output, type Queues } from '../parts.js';
import type { System } from '../system.js';
import { type DeliveryContext, deliveriesOf } from './deliver.js';
import { type AcceptedEvent, acceptEntry, type EntryFailure, entriesOf } from './put-events.js';
import { busPart, RuleSet } from './rule-set.js';

export interface BusOptions {
  readonly system: System;
  readonly log: CommitLog;
  readonly queues: Pick<Queues, 'enqueue'>;
  readonly functions: Pick<Functions, 'enqueue'>;
  readonly output: Output;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * Plays EventBridge for the buses and rules of the system.
 *
 * Invariant: PutEvents acknowledges an event only after one log record holds all its deliveries, so a crash delivers
 * all of them or none, and none that was acknowledged is lost.
 */
export function createBus(options: BusOptions): Bus {
  const { system, log, output, now = Date.now } = options;
  const rules = new RuleSet(system);
  log.join(busPart, rules);
  const busNames = new Set(['default', ...system.buses.map(({ busName }) => busName)]);
  const context: DeliveryContext = { ...options, rules, busNames };

  function publish(accepted: AcceptedEvent): string {
    const startMs = now();
    warnOfUnknownBus(accepted, busNames, output);
    const outcomes = deliveriesOf(accepted, context);
    log.commit(outcomes.flatMap(({ entries }) => entries));
    for (const { to, outcome } of outcomes) {
      const name = `${accepted.event.source} ${accepted.event['detail-type']}`;
      output.event({ kind: 'event', name, to, outcome, durationMs: now() - startMs });
    }
    return accepted.event.id;
  }

  async function putEvents(input: unknown): Promise<unknown> {
    const entries = entriesOf(input).map((entry) => {
      const accepted = acceptEntry(entry, system, now());
      return isFailure(accepted) ? accepted : { EventId: publish(accepted) };
    });
    await log.durable();
    return { FailedEntryCount: entries.filter((each) => 'ErrorCode' in each).length, Entries: entries };
  }

  return {
    async call(action, input) {
      if (action === 'PutEvents') return putEvents(input);
      throw new AwsError(
        'UnknownOperationException',
        `EventBridge action ${action} is not supported by local-aws`,
      );
    },
    start() {},
    close() {},
  };
}

function isFailure(result: AcceptedEvent | EntryFailure): result is EntryFailure {
  return 'ErrorCode' in result;
}

/** EventBridge itself takes such an event and tells nobody; here it is said aloud. */
function warnOfUnknownBus(
  { busName, event }: AcceptedEvent,
  known: ReadonlySet<string>,
  output: Output,
): void {
  if (known.has(busName)) return;
  output.error(
    `event ${event['detail-type']} of ${event.source} went to the event bus '${busName}', which does not exist: no rule sees it`,
    `buses: ${[...known].join(', ')}`,
  );
}
