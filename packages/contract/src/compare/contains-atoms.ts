import type { JsonType, Schema } from '../model.js';
import { formatLimits, isWholeFormat, textFormats } from './checked-formats.js';
import type { Containment, Failure } from './contains.js';
import { objectFailure } from './contains-objects.js';
import { type NumericKeyword, tightest, typesOf } from './effective-schema.js';
import { evaluatesNoMore, isIdle } from './evaluated.js';
import { itemParts, prefixLength } from './object-view.js';
import { isPatternWithin } from './patterns.js';

type Check = (
  sender: readonly Schema[],
  receiver: readonly Schema[],
  containment: Containment,
) => Failure | undefined;

export function fail(reason: string, certain = true): Failure {
  return { path: [], reason, certain };
}

export function below(step: string, failure: Failure | undefined): Failure | undefined {
  return failure === undefined ? undefined : { ...failure, path: [step, ...failure.path] };
}

const lower: readonly NumericKeyword[] = ['minLength', 'minItems', 'minProperties'];

/** Whether a bound of the receiver is kept by a bound of the sender. */
export function boundFailure(
  sender: readonly Schema[],
  receiver: readonly Schema[],
  keyword: NumericKeyword,
): Failure | undefined {
  const isLower = lower.includes(keyword);
  const pick = isLower ? Math.max : Math.min;
  const wanted = tightest(receiver, keyword, pick);
  if (wanted === undefined || (isLower && wanted === 0)) return undefined;
  const given = tightest(sender, keyword, pick);
  const kept = given !== undefined && (isLower ? given >= wanted : given <= wanted);
  return kept ? undefined : fail(`${keyword} is ${wanted}`);
}

/** The least number from which (or up to which) values go, and whether it is left out itself. */
function edge(atoms: readonly Schema[], side: 'min' | 'max'): { at: number; open: boolean } | undefined {
  const [bound, exclusive, pick] =
    side === 'min'
      ? (['minimum', 'exclusiveMinimum', Math.max] as const)
      : (['maximum', 'exclusiveMaximum', Math.min] as const);
  const limits = [tightest(atoms, bound, pick), ...atoms.map((atom) => formatLimits(atom.format)?.[side])];
  const known = limits.filter((each) => each !== undefined);
  const closed = known.length === 0 ? undefined : pick(...known);
  const open = tightest(atoms, exclusive, pick);
  if (open === undefined) return closed === undefined ? undefined : { at: closed, open: false };
  if (closed === undefined || pick(open, closed) === open) return { at: open, open: true };
  return { at: closed, open: false };
}

const numbers: Check = (sender, receiver) => {
  for (const side of ['min', 'max'] as const) {
    const wanted = edge(receiver, side);
    if (wanted === undefined) continue;
    const given = edge(sender, side);
    const beyond = given !== undefined && (side === 'min' ? given.at > wanted.at : given.at < wanted.at);
    const same = given?.at === wanted.at && (given.open || !wanted.open);
    if (!beyond && !same) return fail(`${side === 'min' ? 'minimum' : 'maximum'} is ${wanted.at}`);
  }
  const given = sender.flatMap((atom) => atom.multipleOf ?? []);
  if (!typesOf(sender).has('number') || sender.some(({ format }) => isWholeFormat(format))) given.push(1);
  const isMultiple = (a: number, b: number) => Math.abs(a / b - Math.round(a / b)) < 1e-9;
  const wholes = receiver.some(({ format }) => isWholeFormat(format)) ? [1] : [];
  const missed = [...wholes, ...receiver.flatMap((atom) => atom.multipleOf ?? [])].find(
    (wanted) => !given.some((each) => isMultiple(each, wanted)),
  );
  return missed === undefined ? undefined : fail(`multipleOf is ${missed}`);
};

/** Formats whose values are values of another: each is within all that follow it. */
const widerFormats: readonly (readonly string[])[] = [
  ['uri', 'uri-reference', 'iri-reference'],
  ['uri', 'iri', 'iri-reference'],
  ['email', 'idn-email'],
  ['hostname', 'idn-hostname'],
];

function isFormatWithin(given: string, wanted: string): boolean {
  if (given === wanted) return true;
  return widerFormats.some((row) => row.includes(given) && row.indexOf(wanted) > row.indexOf(given));
}

function formatFailure(sender: readonly Schema[], receiver: readonly Schema[]): Failure | undefined {
  const given = sender.flatMap((atom) => atom.format ?? []);
  const missed = receiver
    .flatMap((atom) => atom.format ?? [])
    .find((wanted) => textFormats.has(wanted) && !given.some((each) => isFormatWithin(each, wanted)));
  return missed === undefined ? undefined : fail(`format is ${missed}`, false);
}

const strings: Check = (sender, receiver) => {
  const length = boundFailure(sender, receiver, 'minLength') ?? boundFailure(sender, receiver, 'maxLength');
  if (length !== undefined) return length;
  const given = sender.flatMap((atom) => atom.pattern ?? []);
  const missed = receiver
    .flatMap((atom) => atom.pattern ?? [])
    .find((wanted) => !isPatternWithin(given, wanted));
  if (missed !== undefined) return fail(`pattern is ${missed}`, given.length === 0);
  return formatFailure(sender, receiver);
};

const arrays: Check = (sender, receiver, containment) => {
  const size = boundFailure(sender, receiver, 'minItems') ?? boundFailure(sender, receiver, 'maxItems');
  if (size !== undefined) return size;
  if (receiver.some((atom) => atom.uniqueItems) && !sender.some((atom) => atom.uniqueItems)) {
    if ((tightest(sender, 'maxItems', Math.min) ?? 2) > 1) return fail('uniqueItems is true');
  }
  const positions = Math.max(prefixLength(sender), prefixLength(receiver)) + 1;
  const most = tightest(sender, 'maxItems', Math.min) ?? positions;
  for (let index = 0; index < Math.min(positions, most); index++) {
    const failure = containment.failure(itemParts(sender, index), itemParts(receiver, index));
    if (failure !== undefined) return below('[]', failure);
  }
  return containsFailure(sender, receiver, containment) ?? unevaluated(sender, receiver, containment);
};

const containsFailure: Check = (sender, receiver, containment) => {
  const missed = receiver.find((wanted) => {
    const { contains, minContains = 1, maxContains = Number.POSITIVE_INFINITY } = wanted;
    if (contains === undefined || (minContains === 0 && maxContains === Number.POSITIVE_INFINITY))
      return false;
    return !sender.some((given) => {
      if (given.contains === undefined) return false;
      const narrower = containment.failure([given.contains], [contains]) === undefined;
      const wider = containment.failure([contains], [given.contains]) === undefined;
      const least = minContains === 0 || (narrower && (given.minContains ?? 1) >= minContains);
      const most =
        maxContains === Number.POSITIVE_INFINITY ||
        (wider && (given.maxContains ?? maxContains + 1) <= maxContains);
      return least && most;
    });
  });
  return missed === undefined ? undefined : fail('contains is not met');
};

/**
 * `unevaluated…` depends on all that stands beside it: it is kept where the sender says it too, of no fewer properties
 * or items.
 */
const unevaluated: Check = (sender, receiver, containment) => {
  for (const keyword of ['unevaluatedItems', 'unevaluatedProperties'] as const) {
    const missed = receiver.find((wanted) => {
      const own = wanted[keyword];
      if (own === undefined || isIdle(wanted, keyword) || containment.failure([], [own]) === undefined)
        return false;
      return !sender.some((given) => {
        const theirs = given[keyword];
        if (theirs === undefined || containment.failure([theirs], [own]) !== undefined) return false;
        return (
          containment.isIdentical(given, wanted) ||
          evaluatesNoMore([given, wanted], keyword, (a, b) => containment.isIdentical(a, b))
        );
      });
    });
    if (missed !== undefined) return fail(`${keyword} is not met`);
  }
  return undefined;
};

const objects: Check = (sender, receiver, containment) =>
  objectFailure(sender, receiver, containment) ?? unevaluated(sender, receiver, containment);

const checks: readonly (readonly [readonly JsonType[], Check])[] = [
  [['number', 'integer'], numbers],
  [['string'], strings],
  [['array'], arrays],
  [['object'], objects],
];

/** Containment of the keywords that stand beside one another, groups and exclusions apart. */
export const atomsFailure: Check = (sender, receiver, containment) => {
  const given = typesOf(sender);
  const wanted = typesOf(receiver);
  const refused = [...given].find(
    (type) => !wanted.has(type) && !(type === 'integer' && wanted.has('number')),
  );
  if (refused !== undefined) return fail(`${refused} is no type that it takes`);
  const narrowed = receiver.find((atom) => atom.enum !== undefined || atom.const !== undefined);
  if (narrowed !== undefined) return fail('it takes a list of values');
  for (const [types, check] of checks) {
    if (!types.some((type) => given.has(type))) continue;
    const failure = check(sender, receiver, containment);
    if (failure !== undefined) return failure;
  }
  return undefined;
};
