import { randomUUID } from 'node:crypto';
import type { System } from '../system.js';
import { type BusEvent, eventTime } from './bus-event.js';
import type { Rule } from './rule.js';
import type { RuleSet } from './rule-set.js';
import { compileSchedule, type Schedule } from './schedule-expression.js';

/** setTimeout takes 24.8 days at most; a longer wait is cut into days. */
const longestTimerMs = 24 * 60 * 60 * 1000;

/** A run that comes later than this, as after a machine has slept, counts as missed; missed runs are not made up. */
const latestMs = 60_000;

export interface SchedulerOptions {
  readonly rules: RuleSet;
  readonly now: () => number;
  readonly run: (rule: Rule) => void;
}

interface Timer {
  rule: Rule;
  readonly schedule: Schedule;
  readonly startMs: number;
  handle: NodeJS.Timeout | undefined;
}

/** Runs the enabled rules that have a schedule, each at its times from when the scheduler first sees it. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #timers = new Map<string, Timer>();

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** Brings the timers in line with the rules. */
  sync(): void {
    const wanted = new Map(
      this.#options.rules
        .list()
        .filter(({ enabled, schedule }) => enabled && schedule !== undefined)
        .map((rule) => [rule.arn, rule]),
    );
    for (const [arn, timer] of this.#timers) {
      const rule = wanted.get(arn);
      // A rule that keeps its schedule keeps its rhythm, whatever else of it changes.
      if (rule !== undefined && rule.schedule === timer.rule.schedule) {
        timer.rule = rule;
      } else {
        clearTimeout(timer.handle);
        this.#timers.delete(arn);
      }
    }
    for (const rule of wanted.values()) {
      if (!this.#timers.has(rule.arn)) this.#begin(rule);
    }
  }

  close(): void {
    for (const { handle } of this.#timers.values()) clearTimeout(handle);
    this.#timers.clear();
  }

  #begin(rule: Rule): void {
    const startMs = this.#options.now();
    const timer: Timer = { rule, schedule: compileSchedule(rule.schedule ?? ''), startMs, handle: undefined };
    this.#timers.set(rule.arn, timer);
    this.#wait(timer, timer.schedule(startMs, startMs));
  }

  #wait(timer: Timer, dueMs: number | undefined): void {
    if (dueMs === undefined) return;
    const leftMs = dueMs - this.#options.now();
    const next = leftMs > longestTimerMs ? () => this.#wait(timer, dueMs) : () => this.#fire(timer, dueMs);
    timer.handle = setTimeout(next, Math.min(longestTimerMs, Math.max(0, leftMs)));
  }

  #fire(timer: Timer, dueMs: number): void {
    const nowMs = this.#options.now();
    this.#wait(timer, timer.schedule(Math.max(nowMs, dueMs), timer.startMs));
    if (nowMs - dueMs <= latestMs) this.#options.run(timer.rule);
  }
}

/** What a rule with a schedule sends. */
export function scheduledEvent(rule: Rule, system: System, nowMs: number): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: system.accountId,
    time: eventTime(nowMs),
    region: system.region,
    resources: [rule.arn],
    detail: {},
  };
}
