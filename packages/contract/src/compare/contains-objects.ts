import type { Schema } from '../model.js';
import type { Containment, Failure } from './contains.js';
import { below, boundFailure, fail } from './contains-atoms.js';
import { dissolve, tightest } from './effective-schema.js';
import { isEmpty } from './emptiness.js';
import { additionalParts, declaredNames, isLeftOut, propertyParts, requiredNames } from './object-view.js';

/** A property of the sender against the receiver's; what is left out of the message is not compared. */
function propertyFailure(name: string, sides: Sides, containment: Containment): Failure | undefined {
  const { sender, receiver, declared, isMap } = sides;
  const { direction, strict } = containment.mode;
  const mine = propertyParts(sender, name);
  const theirs = propertyParts(receiver, name);
  if (isLeftOut(mine, direction) || isLeftOut(theirs, direction)) return undefined;
  if (!declared.has(name) && !strict && !isMap) return undefined;
  if (isEmpty(dissolve(mine), direction)) return undefined;
  return below(name, containment.failure(mine, theirs));
}

interface Sides {
  readonly sender: readonly Schema[];
  readonly receiver: readonly Schema[];
  readonly declared: ReadonlySet<string>;
  /** Whether the sender gives its unnamed properties a schema, so that it means to write some. */
  readonly isMap: boolean;
}

function unnamedFailure({ sender, receiver }: Sides, containment: Containment): Failure | undefined {
  const unnamed = additionalParts(sender);
  const patterns = new Set(receiver.flatMap((atom) => [...(atom.patternProperties?.keys() ?? [])]));
  for (const pattern of patterns) {
    const at = (atoms: readonly Schema[]) =>
      atoms.flatMap((atom) => atom.patternProperties?.get(pattern) ?? atom.additionalProperties ?? []);
    const failure = containment.failure(at(sender), at(receiver));
    if (failure !== undefined) return below('{}', failure);
  }
  if (isEmpty(dissolve(unnamed), containment.mode.direction)) return undefined;
  return below('{}', containment.failure(unnamed, additionalParts(receiver)));
}

/** `patternProperties` of the sender alone end among the receiver's unnamed properties. */
function patternFailure({ sender, receiver }: Sides, containment: Containment): Failure | undefined {
  const known = new Set(receiver.flatMap((atom) => [...(atom.patternProperties?.keys() ?? [])]));
  for (const atom of sender) {
    for (const [pattern, schema] of atom.patternProperties ?? []) {
      if (known.has(pattern)) continue;
      const failure = containment.failure([schema], additionalParts(receiver));
      if (failure !== undefined) return below('{}', failure);
    }
  }
  return undefined;
}

function sizeFailure({ sender, receiver, declared }: Sides, containment: Containment): Failure | undefined {
  const { direction } = containment.mode;
  const least = tightest(receiver, 'minProperties', Math.max) ?? 0;
  const few =
    requiredNames(sender, direction).size >= least
      ? undefined
      : boundFailure(sender, receiver, 'minProperties');
  const most = tightest(receiver, 'maxProperties', Math.min);
  const isClosed = isEmpty(dissolve(additionalParts(sender)), direction);
  const within = most !== undefined && isClosed && declared.size <= most;
  return few ?? (within ? undefined : boundFailure(sender, receiver, 'maxProperties'));
}

function namesFailure({ sender, receiver, declared }: Sides, containment: Containment): Failure | undefined {
  const given = sender.flatMap((atom) => atom.propertyNames ?? []);
  const isClosed = isEmpty(dissolve(additionalParts(sender)), containment.mode.direction);
  const missed = receiver
    .flatMap((atom) => atom.propertyNames ?? [])
    .find((wanted) => {
      if (given.length > 0 && containment.failure(given, [wanted]) === undefined) return false;
      const constants: Schema = { place: wanted.place, enum: [...declared] };
      return !isClosed || containment.failure([constants], [wanted]) !== undefined;
    });
  return missed === undefined ? undefined : fail('propertyNames is not met');
}

/** A dependency is kept when the sender has it too, when it always sends what is needed, or never the trigger. */
function dependencyFailure({ sender, receiver }: Sides, containment: Containment): Failure | undefined {
  const { direction } = containment.mode;
  const required = requiredNames(sender, direction);
  const never = (name: string) => isEmpty(dissolve(propertyParts(sender, name)), direction);
  for (const atom of receiver) {
    for (const [name, needed] of atom.dependentRequired ?? []) {
      const given = new Set([
        ...required,
        ...sender.flatMap((each) => each.dependentRequired?.get(name) ?? []),
      ]);
      const missing = needed.find((each) => !given.has(each));
      if (missing !== undefined && !never(name)) return fail(`${name} needs ${missing}`);
    }
    for (const [name, needed] of atom.dependentSchemas ?? []) {
      const given = sender.flatMap((each) => each.dependentSchemas?.get(name) ?? []);
      if (!never(name) && !containment.isWithin(sender, given, needed)) return fail(`${name} needs more`);
    }
  }
  return undefined;
}

export function objectFailure(
  sender: readonly Schema[],
  receiver: readonly Schema[],
  containment: Containment,
): Failure | undefined {
  const { direction } = containment.mode;
  const given = requiredNames(sender, direction);
  const missing = [...requiredNames(receiver, direction)].find((name) => !given.has(name));
  if (missing !== undefined) return { path: [missing], reason: 'it is required', certain: true };
  const unnamed = additionalParts(sender);
  const sides: Sides = {
    sender,
    receiver,
    declared: declaredNames(sender),
    isMap: unnamed.length > 0 && containment.failure([], unnamed) !== undefined,
  };
  for (const name of new Set([...sides.declared, ...declaredNames(receiver)])) {
    const failure = propertyFailure(name, sides, containment);
    if (failure !== undefined) return failure;
  }
  return (
    unnamedFailure(sides, containment) ??
    patternFailure(sides, containment) ??
    sizeFailure(sides, containment) ??
    namesFailure(sides, containment) ??
    dependencyFailure(sides, containment)
  );
}
