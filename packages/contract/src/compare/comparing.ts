import type { Operation, Place, Schema } from '../model.js';
import type { Change, Detail, Level } from './change.js';
import { type Readers, SchemaComparison } from './compare-schemas.js';
import type { Direction } from './effective-schema.js';
import { operationRule, swappedLevels } from './rules/operation-rules.js';
import type { SchemaChange } from './schema-change.js';

/** What stands where in both contracts. */
export interface Places {
  /** What the rule does not say about it. */
  readonly detail?: Detail | undefined;
  readonly old?: Place | undefined;
  readonly new?: Place | undefined;
}

/** A message within an operation and who writes it. */
export interface Site {
  /** Prefix of rule ids: `request-body`, `response-header`. */
  readonly kind: 'request-parameter' | 'request-body' | 'response-body' | 'response-header';
  /** As a person says it: `the query parameter 'limit'`. */
  readonly name: string;
  readonly detail?: Detail;
  /** Whether leaving the value out means its default. */
  readonly optional?: boolean;
}

/** A schema change with what is needed to look for a witness. */
export interface SchemaBreak {
  readonly change: Change;
  /** Where within the schemas, as in `SchemaChange`. */
  readonly path: readonly string[];
  readonly direction: Direction;
  /** As those take it who read. */
  readonly old: readonly Schema[];
  readonly new: readonly Schema[];
}

const propertyKinds: Readonly<Record<Site['kind'], string>> = {
  'request-parameter': 'request-parameter-property',
  'request-body': 'request-property',
  'response-body': 'response-property',
  'response-header': 'response-header-property',
};

export interface CompareOptions {
  /** `YYYY-MM-DD`: what has a sunset date that is not after it may be removed. */
  readonly today: string;
  /**
   * Judges each change by its rule alone, whether or not the schemas as a whole still accept everything, and webhooks
   * as if they were requests. So do tools that compare texts.
   */
  readonly literal?: boolean;
}

/** Collects the changes of one pair of contracts. */
export class Comparing {
  readonly changes: Change[] = [];
  readonly breaks: SchemaBreak[] = [];
  /** Today, as `YYYY-MM-DD`: sunset dates before it have passed. */
  readonly today: string;
  /** Whether each change is judged by its rule alone, and webhooks as if they were requests. */
  readonly literal: boolean;
  /** `called`: what a callback is called with, of which clients have types alone. */
  readonly schemas: Readonly<Record<Direction | 'called', SchemaComparison>>;

  constructor({ today, literal = false }: CompareOptions, readers: Readers) {
    this.today = today;
    this.literal = literal;
    this.schemas = {
      request: new SchemaComparison('request', { literal }),
      response: new SchemaComparison('response', literal ? { literal } : { readers }),
      called: new SchemaComparison('response', { literal }),
    };
  }

  add(change: Change): void {
    this.changes.push(change);
  }
}

/** An operation whose messages are being compared, or the document itself. */
export class Scope {
  readonly #comparing: Comparing;
  readonly #operation: Operation | undefined;
  readonly #label: string | undefined;
  /** Whether the service calls and others answer, as for webhooks and callbacks. */
  readonly #swapped: boolean;
  readonly #isCallback: boolean;
  readonly #prefix: string;

  constructor(comparing: Comparing, kind: ScopeKind = 'document', operation?: Operation) {
    this.#comparing = comparing;
    this.#operation = operation;
    const turned = kind === 'webhook' || kind === 'callback';
    this.#swapped = turned && !comparing.literal;
    this.#isCallback = kind === 'callback';
    this.#prefix = turned ? `${kind}-` : '';
    this.#label = operation === undefined ? undefined : labelOf(kind, operation);
  }

  get today(): string {
    return this.#comparing.today;
  }

  /** Whether each change is judged by its rule alone. */
  get isLiteral(): boolean {
    return this.#comparing.literal;
  }

  of(kind: ScopeKind, operation: Operation): Scope {
    return new Scope(this.#comparing, kind, operation);
  }

  /** A change by a rule outside schemas. */
  tell(rule: string, message: string, places: Places): void {
    const { level, caution } = operationRule(rule);
    const told = this.#swapped ? this.#swappedLevel(rule, level) : level;
    const cautious = caution === true && told !== 'breaking';
    this.#push({ rule: this.#prefix + rule, level: told, caution: cautious, message, ...places });
  }

  /** A change whose rule and level do not turn with the side that writes. */
  tellAsIs(rule: string, message: string, places: Places): void {
    const { level, caution } = operationRule(rule);
    this.#push({ rule, level, caution: caution === true, message, ...places });
  }

  /** What a caller must write, an answerer need not, and the other way about. */
  #swappedLevel(rule: string, level: Level): Level {
    return swappedLevels[rule] ?? level;
  }

  /** Whether what is written by the old schema (requests) or the new one (responses) is accepted by the other. */
  isSafe(message: Direction, old: readonly Schema[], now: readonly Schema[]): boolean {
    return this.#comparisonOf(message).isSafe(old, now);
  }

  #comparisonOf(message: Direction): SchemaComparison {
    const direction = this.#directionOf(message);
    return this.#comparing.schemas[this.#isCallback && direction === 'response' ? 'called' : direction];
  }

  #directionOf(message: Direction): Direction {
    return (message === 'request') === this.#swapped ? 'response' : 'request';
  }

  /** Who writes the message first, then who reads it: by the old contract for requests, by the new one for answers. */
  sides<Side>(kind: Site['kind'], old: Side, now: Side): readonly [Side, Side] {
    return this.#directionOf(messageOf(kind)) === 'request' ? [old, now] : [now, old];
  }

  compareSchemas(site: Site, old: readonly Schema[], now: readonly Schema[]): void {
    const message = messageOf(site.kind);
    const [direction, comparison] = [this.#directionOf(message), this.#comparisonOf(message)];
    for (const each of comparison.compare(old, now)) {
      // Where a value is required no default is ever taken.
      if (site.optional === false && each.path.length === 0 && each.rule.startsWith('default-value-'))
        continue;
      const change = this.#schemaChange(site, each, direction);
      if (each.level === 'breaking' && each.checked)
        this.#comparing.breaks.push({
          change,
          path: each.path,
          direction,
          old: comparison.read(old),
          new: now,
        });
    }
  }

  #schemaChange(site: Site, each: SchemaChange, direction: Direction): Change {
    const named = each.path.some((step) => !/^(\[\d*\]|(any|one|all)Of\[.*\])$/.test(step));
    const kind = named ? propertyKinds[site.kind] : site.kind;
    const own = kind === 'request-property' || kind === 'response-property';
    const leftOut = each.leftOut && own ? (direction === 'request' ? 'read-only-' : 'write-only-') : '';
    const place = leftOut === '' ? kind : kind.replace('property', `${leftOut}property`);
    const isDefault = site.optional === true && !named && each.rule.startsWith('default-value-');
    const path = each.path.length === 0 ? '' : ` '${each.path.join('/')}'`;
    return this.#push({
      rule: `${this.#prefix}${place}-${each.rule}`,
      // Left out, a parameter means its default, so that the same request asks for something else now.
      level: isDefault ? 'breaking' : each.level,
      caution: each.caution,
      detail:
        site.detail ?? (each.required === undefined ? undefined : each.required ? 'required' : 'optional'),
      message: `${site.name}${path}: ${each.what}`,
      old: each.old,
      new: each.new,
    });
  }

  #push(change: Omit<Change, 'operation' | 'operationId'>): Change {
    const told = { ...change, operation: this.#label, operationId: this.#operation?.operationId };
    this.#comparing.add(told);
    return told;
  }
}

function messageOf(kind: Site['kind']): Direction {
  return kind.startsWith('request') ? 'request' : 'response';
}

export type ScopeKind = 'document' | 'operation' | 'webhook' | 'callback';

function labelOf(kind: ScopeKind, { method, path }: Operation): string {
  return kind === 'webhook'
    ? `webhook ${path}`
    : `${kind === 'callback' ? 'callback ' : ''}${method.toUpperCase()} ${path}`;
}
