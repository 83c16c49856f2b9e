import type { CommitLog } from '@atoll/embedded-dynamodb';
import { AwsError, type Bus, type Functions, type Output, type Queues } from '../parts.js';
import type { System } from '../system.js';
import type { Topics } from '../topics/create-topics.js';
import { inputOf } from './action-input.js';
import { busActions } from './bus-actions.js';
import { checkRules } from './check-rules.js';
import { type DeliveryContext, deliveriesOf, deliverToTargets, type Outcome } from './deliver.js';
import { type AcceptedEvent, acceptEntry, type EntryFailure, entriesOf } from './put-events.js';
import type { Rule } from './rule.js';
import { type Action, type ActionContext, ruleActions } from './rule-actions.js';
import { busPart, RuleSet } from './rule-set.js';
import { Scheduler, scheduledEvent } from './scheduler.js';
import { targetActions } from './target-actions.js';

export interface BusOptions {
  readonly system: System;
  readonly log: CommitLog;
  readonly queues: Pick<Queues, 'enqueue'>;
  readonly functions: Pick<Functions, 'enqueue'>;
  /** Targets of rules; without them there are none. */
  readonly topics?: Pick<Topics, 'enqueue'>;
  readonly output: Output;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const actions: Readonly<Record<string, Action>> = { ...ruleActions, ...targetActions, ...busActions };

/**
 * Plays EventBridge for the buses and rules of the system.
 *
 * Invariant: PutEvents acknowledges an event only after one log record holds all its deliveries, so a crash delivers
 * all of them or none, and none that was acknowledged is lost.
 *
 * Errors: StartError with everything that is wrong with the rules.
 */
export function createBus(options: BusOptions): Bus {
  const { system, log, now = Date.now } = options;
  checkRules(system.rules);
  const rules = new RuleSet(system);
  log.join(busPart, rules);
  const busNames = new Set(['default', ...system.buses.map(({ busName }) => busName)]);
  const publisher = new Publisher({ ...options, now, rules, busNames });
  const scheduler = new Scheduler({ rules, now, run: (rule) => publisher.runSchedule(rule) });
  const context: ActionContext = { system, rules, log, busNames };
  return {
    async call(action, input) {
      if (action === 'PutEvents') return publisher.putEvents(input);
      const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (act === undefined) throw unknownAction(action);
      return act(inputOf(input), context);
    },
    start() {
      rules.onChange(() => scheduler.sync());
      scheduler.sync();
    },
    close() {
      rules.onChange(() => undefined);
      scheduler.close();
    },
  };
}

function unknownAction(action: string): AwsError {
  const known = ['PutEvents', ...Object.keys(actions)].sort().join(', ');
  return new AwsError(
    'UnknownOperationException',
    `EventBridge has no ${action} in local-aws; it plays ${known}.`,
  );
}

type PublisherOptions = Required<Omit<BusOptions, 'topics'>> & DeliveryContext;

class Publisher {
  readonly #options: PublisherOptions;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  async putEvents(input: unknown): Promise<unknown> {
    const { system, log, now } = this.#options;
    const entries = entriesOf(input).map((entry) => {
      const accepted = acceptEntry(entry, system, now());
      return isFailure(accepted) ? accepted : { EventId: this.#publish(accepted) };
    });
    await log.durable();
    return { FailedEntryCount: entries.filter((each) => 'ErrorCode' in each).length, Entries: entries };
  }

  runSchedule(rule: Rule): void {
    const { system, now, output } = this.#options;
    const startMs = now();
    try {
      const accepted = { event: scheduledEvent(rule, system, startMs), busName: rule.busName };
      const outcomes = deliverToTargets(accepted, rule, this.#options);
      this.#commit(outcomes, { kind: 'schedule', name: rule.ruleName, startMs });
    } catch (error) {
      output.error(`the schedule of rule ${rule.ruleName} did not run`, String(error));
    }
  }

  #publish(accepted: AcceptedEvent): string {
    const { now, busNames, output } = this.#options;
    const startMs = now();
    warnOfUnknownBus(accepted, busNames, output);
    const name = `${accepted.event.source} ${accepted.event['detail-type']}`;
    this.#commit(deliveriesOf(accepted, this.#options), { kind: 'event', name, startMs });
    return accepted.event.id;
  }

  #commit(
    outcomes: readonly Outcome[],
    line: { kind: 'event' | 'schedule'; name: string; startMs: number },
  ): void {
    const { log, now, output } = this.#options;
    const entries = outcomes.flatMap((outcome) => outcome.entries);
    if (entries.length > 0) log.commit(entries);
    const { kind, name, startMs } = line;
    for (const { to, outcome } of outcomes) {
      output.event({ kind, name, to, outcome, durationMs: now() - startMs });
    }
  }
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
