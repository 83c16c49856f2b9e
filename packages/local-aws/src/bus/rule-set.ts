import type { Entry, Participant } from '@atoll/embedded-dynamodb';
import type { Json, System } from '../system.js';
import { compilePatternText } from './event-pattern.js';
import { type Rule, ruleOf } from './rule.js';

export const busPart = 'bus';

/** A rule that the API has put, or removed where `rule` is null. */
interface RuleChange {
  readonly busName: string;
  readonly ruleName: string;
  /** The template's rule that this change was made to, as JSON: a template that says something else takes over. */
  readonly template: string | null;
  readonly rule: Rule | null;
}

/** The rules of all buses: what the templates say, under what the API has changed since. */
export class RuleSet implements Participant {
  readonly #templates = new Map<string, Rule>();
  readonly #changes = new Map<string, RuleChange>();
  readonly #matchers = new WeakMap<Rule, (event: Json) => boolean>();
  #listener: () => void = () => undefined;

  constructor(system: System) {
    for (const spec of system.rules) this.#templates.set(keyOf(spec.busName, spec.ruleName), ruleOf(spec));
  }

  /** `listener` is called after each change. */
  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  apply(data: unknown): void {
    const change = data as RuleChange;
    const key = keyOf(change.busName, change.ruleName);
    if (change.template !== this.#templateText(key)) return;
    this.#changes.set(key, change);
    this.#listener();
  }

  *snapshot(): Iterable<unknown> {
    yield* this.#changes.values();
  }

  put(rule: Rule): Entry {
    return this.#change({ busName: rule.busName, ruleName: rule.ruleName, rule });
  }

  remove(rule: Rule): Entry {
    return this.#change({ busName: rule.busName, ruleName: rule.ruleName, rule: null });
  }

  #change(change: Omit<RuleChange, 'template'>): Entry {
    const template = this.#templateText(keyOf(change.busName, change.ruleName));
    return { part: busPart, data: { ...change, template } satisfies RuleChange };
  }

  #templateText(key: string): string | null {
    const rule = this.#templates.get(key);
    return rule === undefined ? null : JSON.stringify(rule);
  }

  find(busName: string, ruleName: string): Rule | undefined {
    const key = keyOf(busName, ruleName);
    const change = this.#changes.get(key);
    return change === undefined ? this.#templates.get(key) : (change.rule ?? undefined);
  }

  /** All rules, by name. */
  list(): Rule[] {
    const rules = new Map(this.#templates);
    for (const [key, { rule }] of this.#changes) {
      if (rule === null) rules.delete(key);
      else rules.set(key, rule);
    }
    return [...rules.values()].sort((a, b) => (a.ruleName < b.ruleName ? -1 : 1));
  }

  on(busName: string): Rule[] {
    return this.list().filter((rule) => rule.busName === busName);
  }

  /** The rule's pattern, compiled once; a rule without one matches nothing. */
  matcher(rule: Rule): (event: Json) => boolean {
    if (rule.eventPattern === undefined) return () => false;
    const known = this.#matchers.get(rule);
    if (known !== undefined) return known;
    const matcher = compilePatternText(rule.eventPattern);
    this.#matchers.set(rule, matcher);
    return matcher;
  }
}

function keyOf(busName: string, ruleName: string): string {
  return `${busName}/${ruleName}`;
}
