import type * as t from 'io-ts';
import type { Json, Schema } from '../model.js';
import { TookTooLong, withinTime } from '../within-time.js';
import type { Change, Witness } from './change.js';
import type { SchemaBreak } from './comparing.js';
import { type CodecOrder, loadCodecs } from './load-codecs.js';
import { Samples } from './sample-values.js';

/** How many breaks are looked into: enough for a review, and a bound on what is compiled. */
const mostBreaks = 200;

/** One schema stands for a conjunction. */
function single(parts: readonly Schema[]): Schema {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return { place: only?.place ?? { file: '', line: 1, column: 1, pointer: '' }, allOf: parts };
}

/** The writer's side first: the old one for requests, the new one for answers. */
function ordered({ direction, old, new: now }: SchemaBreak): readonly [readonly Schema[], readonly Schema[]] {
  return direction === 'request' ? [old, now] : [now, old];
}

/** How long one value may be judged, in milliseconds. */
const mostTime = 200;

/** Undefined where a pattern is still busy with the value after its time. */
function isOf(codec: t.Type<unknown>, value: Json): boolean | undefined {
  try {
    return withinTime(mostTime, () => codec.is(value));
  } catch (error) {
    if (error instanceof TookTooLong) return undefined;
    throw error;
  }
}

function witnessOf(each: SchemaBreak, writes: t.Type<unknown>, reads: t.Type<unknown>): Witness | undefined {
  const [sender, receiver] = ordered(each);
  const values = new Samples(each.direction).along(each.path, sender, receiver);
  const value = values.find((one) => isOf(writes, one) === true && isOf(reads, one) === false);
  if (value === undefined) return undefined;
  return { value, acceptedBy: each.direction === 'request' ? 'old' : 'new' };
}

/**
 * Adds to each change that breaks a value which one side writes and the other refuses, found by sampling and confirmed
 * by the codecs that would be generated for both. A break without a witness stays a break: not every one has a value
 * that sampling meets.
 */
export async function withWitnesses(
  changes: readonly Change[],
  breaks: readonly SchemaBreak[],
): Promise<readonly Change[]> {
  const chosen = breaks.slice(0, mostBreaks);
  if (chosen.length === 0) return changes;
  const orders = chosen.flatMap((each): CodecOrder[] =>
    ordered(each).map((parts) => ({ schema: single(parts), direction: each.direction })),
  );
  const codecs = await loadCodecs(orders);
  const found = new Map<Change, Witness>();
  for (const [index, each] of chosen.entries()) {
    const [writes, reads] = codecs.slice(2 * index, 2 * index + 2);
    const witness = writes === undefined || reads === undefined ? undefined : witnessOf(each, writes, reads);
    if (witness !== undefined) found.set(each.change, witness);
  }
  return changes.map((change) => {
    const witness = found.get(change);
    return witness === undefined ? change : { ...change, witness };
  });
}
