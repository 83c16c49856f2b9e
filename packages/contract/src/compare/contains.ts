import type { Json, JsonType, Schema } from '../model.js';
import { accepts } from './accepts.js';
import { atomsFailure } from './contains-atoms.js';
import {
  type Alternative,
  type Conjunction,
  choose,
  type Direction,
  dissolve,
  type Group,
  join,
  keyOf,
  typesOf,
  valuesOf,
} from './effective-schema.js';
import { isEmpty } from './emptiness.js';
import { Identity } from './identical.js';

/** Where containment fails. */
export interface Failure {
  /** Property names, `[]` for items and `{}` for unnamed properties, from the top. */
  readonly path: readonly string[];
  /** What the receiver does not take. */
  readonly reason: string;
  /** False where it could be contained all the same, but cannot be shown to be. */
  readonly certain: boolean;
}

export interface Mode {
  readonly direction: Direction;
  /**
   * Whether a sender may write properties that it does not name, also those that the receiver names. A sender that
   * follows a contract does not: a property that is added to an open object meets no message of that name.
   */
  readonly strict: boolean;
}

const mostSplits = 512;

/**
 * Decides whether every value of one schema is a value of another. Recursion is assumed to hold until it is refuted
 * (coinduction); what was concluded from an assumption falls with it.
 */
export class Containment {
  readonly mode: Mode;
  readonly #known = new Map<string, Failure | undefined>();
  readonly #concluded: string[] = [];
  readonly #assumed = new Set<string>();
  readonly #open = new Set<string>();
  readonly #identity = new Identity('values');
  #splits = 0;

  constructor(mode: Mode) {
    this.mode = mode;
  }

  /** Undefined when every value of `sender` is accepted by `receiver`. */
  failure(sender: readonly Schema[], receiver: readonly Schema[]): Failure | undefined {
    const key = `${keyOf(sender)}<${keyOf(receiver)}`;
    if (this.#known.has(key)) return this.#known.get(key);
    const [mine, theirs] = [sender[0], receiver[0]];
    if (sender.length === 1 && receiver.length === 1 && mine !== undefined && theirs !== undefined) {
      if (this.isIdentical(mine, theirs)) return undefined;
    }
    if (this.#open.has(key)) {
      this.#assumed.add(key);
      return undefined;
    }
    if (this.#open.size === 0) this.#splits = 0;
    this.#open.add(key);
    const start = this.#concluded.length;
    const found = this.#failure(dissolve(sender), dissolve(receiver));
    this.#open.delete(key);
    if (found !== undefined && this.#assumed.has(key)) {
      for (const each of this.#concluded.splice(start)) this.#known.delete(each);
    }
    this.#known.set(key, found);
    if (found === undefined) this.#concluded.push(key);
    return found;
  }

  /** Whether two schemas are written alike. */
  isIdentical(a: Schema, b: Schema): boolean {
    return this.#identity.isIdentical(a, b);
  }

  /**
   * Whether what the atoms' own keywords and further schemas accept is accepted by a schema. It is asked of the same
   * value, so that nothing may be assumed of it: no coinduction.
   */
  isWithin(atoms: readonly Schema[], further: readonly Schema[], schema: Schema): boolean {
    this.#splits++;
    if (this.#splits > mostSplits) return false;
    const sender = join({ atoms, excluded: [], groups: [] }, dissolve(further));
    return this.#failure(sender, dissolve([schema])) === undefined;
  }

  #failure(sender: Conjunction, receiver: Conjunction): Failure | undefined {
    if (receiver.atoms.every((atom) => sender.atoms.includes(atom))) {
      const same = receiver.groups.every((group) => sender.groups.includes(group));
      if (same && receiver.excluded.every((each) => sender.excluded.includes(each))) return undefined;
    }
    if (isEmpty(sender, this.mode.direction)) return undefined;
    const values = valuesOf(sender.atoms);
    if (values !== undefined) return valuesFailure(values, sender, receiver);
    if (this.#isCongruent(sender, receiver)) return undefined;
    const [group, ...groups] = sender.groups;
    if (group !== undefined) return this.#splitSender({ ...sender, groups }, group, receiver);
    return this.#unsplit(sender, receiver);
  }

  /** Alternative by alternative and for the rest: the quick way for schemas that were edited in place. */
  #isCongruent(sender: Conjunction, receiver: Conjunction): boolean {
    if (receiver.groups.length === 0 || sender.groups.length !== receiver.groups.length) return false;
    if (this.#excludedFailure(sender, receiver) !== undefined) return false;
    const matches = receiver.groups.every((group, index) =>
      this.#groupWithin(sender.groups[index] ?? [], group),
    );
    return matches && atomsFailure(sender.atoms, receiver.atoms, this) === undefined;
  }

  #groupWithin(sender: Group, receiver: Group): boolean {
    const within = (a: readonly Schema[], b: readonly Schema[]) => this.failure(a, b) === undefined;
    return sender.every((mine) =>
      receiver.some(
        (theirs) =>
          within(mine.parts, theirs.parts) &&
          theirs.excluded.every((no) => mine.excluded.some((each) => within([no], [each]))),
      ),
    );
  }

  #splitSender(rest: Conjunction, group: Group, receiver: Conjunction): Failure | undefined {
    for (const alternative of group) {
      this.#splits++;
      if (this.#splits > mostSplits)
        return { path: [], reason: 'the alternatives are too many to compare', certain: false };
      const failure = this.#failure(choose(rest, alternative), receiver);
      if (failure !== undefined)
        return { ...failure, certain: failure.certain && alternative.excluded.length === 0 };
    }
    return undefined;
  }

  #unsplit(sender: Conjunction, receiver: Conjunction): Failure | undefined {
    const base = { ...receiver, groups: [] };
    const failure = this.#excludedFailure(sender, base) ?? atomsFailure(sender.atoms, base.atoms, this);
    if (failure !== undefined) {
      // What no alternative of the sender's own exclusions leaves is not sent.
      return sender.excluded.some(
        (each) => this.#failure({ ...sender, excluded: [] }, dissolve([each])) === undefined,
      )
        ? undefined
        : { ...failure, certain: failure.certain && sender.excluded.length === 0 };
    }
    for (const group of receiver.groups) {
      const missed = this.#groupFailure(sender, receiver, group);
      if (missed !== undefined) return missed;
    }
    return undefined;
  }

  #fits(sender: Conjunction, receiver: Conjunction, { parts, excluded }: Alternative): Failure | undefined {
    const chosen = join({ atoms: receiver.atoms, excluded: [], groups: [] }, dissolve(parts));
    const failure = this.#failure(sender, chosen);
    return failure ?? this.#excludedFailure(sender, { atoms: [], excluded, groups: [] });
  }

  /** One alternative takes all; else each type of the sender may go its own way. */
  #groupFailure(sender: Conjunction, receiver: Conjunction, group: Group): Failure | undefined {
    const [whenTrue, whenFalse] = group;
    if (whenTrue?.condition !== undefined && whenFalse !== undefined) {
      const { condition, parts } = whenTrue;
      const meeting = join(sender, dissolve([condition]));
      const missing = join(sender, { atoms: [], excluded: [condition], groups: [] });
      return this.#failure(meeting, dissolve(parts)) ?? this.#failure(missing, dissolve(whenFalse.parts));
    }
    const failures = group.map((alternative) => this.#fits(sender, receiver, alternative));
    if (failures.includes(undefined)) return undefined;
    const types = typesOf(sender.atoms);
    if (types.size > 1 && this.#splits++ < mostSplits) {
      for (const type of types) {
        const failure = this.#groupFailure(join(sender, dissolve([ofType(type)])), receiver, group);
        if (failure !== undefined) return failure;
      }
      return undefined;
    }
    const deepest = failures.flatMap((each) => each ?? []).sort((a, b) => b.path.length - a.path.length)[0];
    const reason = deepest?.path.length ? deepest.reason : 'no alternative takes it';
    const sure = group.every(({ excluded }) => excluded.length === 0) && deepest?.certain === true;
    return { path: deepest?.path ?? [], reason, certain: sure };
  }

  #excludedFailure(sender: Conjunction, receiver: Conjunction): Failure | undefined {
    const missed = receiver.excluded.find((each) => !this.#isDisjoint(sender, each));
    return missed === undefined ? undefined : { path: [], reason: 'it is excluded', certain: false };
  }

  #isDisjoint(sender: Conjunction, other: Schema): boolean {
    if (sender.excluded.some((each) => this.failure([other], [each]) === undefined)) return true;
    return isEmpty(join(sender, dissolve([other])), this.mode.direction);
  }
}

const typeSchemas = new Map<JsonType, Schema>();

function ofType(type: JsonType): Schema {
  const known = typeSchemas.get(type);
  if (known !== undefined) return known;
  const made: Schema = { place: { file: '', line: 1, column: 1, pointer: '' }, types: [type] };
  typeSchemas.set(type, made);
  return made;
}

function takes({ atoms, excluded }: Conjunction, value: Json): boolean {
  return atoms.every((atom) => accepts(atom, value)) && !excluded.some((each) => accepts(each, value));
}

/** A finite list is tried value by value. */
function valuesFailure(
  values: readonly Json[],
  sender: Conjunction,
  receiver: Conjunction,
): Failure | undefined {
  const refused = values.find((value) => takes(sender, value) && !takes(receiver, value));
  return refused === undefined
    ? undefined
    : { path: [], reason: `${JSON.stringify(refused)} is refused`, certain: true };
}
