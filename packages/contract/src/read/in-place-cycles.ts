import type { Diagnostics } from '../diagnostics.js';
import type { Schema } from '../model.js';

type ListName = 'allOf' | 'anyOf' | 'oneOf';
type Lists = { -readonly [K in ListName]?: readonly Schema[] };

/** A schema on the way, and how it was come to. */
interface Step {
  readonly schema: Schema;
  /** The list that it is a member of; undefined when it is what a reference or another keyword leads to. */
  readonly list: ListName | undefined;
  readonly next: { readonly schema: Schema; readonly list: ListName | undefined }[];
}

const singleNames = ['ref', 'not', 'if', 'then', 'else'] as const;
const listNames = ['allOf', 'anyOf', 'oneOf'] as const;
const inPlace = new Set<string>([...singleNames, ...listNames]);

function stepOf(schema: Schema, list: ListName | undefined): Step {
  const next: Step['next'] = [];
  for (const name of singleNames) {
    const each = schema[name];
    if (each !== undefined) next.push({ schema: each, list: undefined });
  }
  for (const name of listNames)
    for (const each of schema[name] ?? []) next.push({ schema: each, list: name });
  return { schema, list, next };
}

/** Most schemas are on no way: nothing but their own keywords looks at the value. */
function leadsNowhere(schema: Schema): boolean {
  for (const keyword in schema) if (inPlace.has(keyword)) return false;
  return true;
}

/**
 * Takes the last alternative on the way out of its list; false where the way has none that leaves another: what would
 * be one of no alternatives says as little as a schema that is nothing but itself.
 */
function cut(cycle: readonly Step[], before: Step | undefined, diagnostics: Diagnostics): boolean {
  for (let at = cycle.length - 1; at >= 0; at--) {
    const step = cycle[at];
    const holder = at > 0 ? cycle[at - 1] : before;
    if (step?.list === undefined || holder === undefined) continue;
    const holding: Lists = holder.schema;
    const others = holding[step.list]?.filter((each) => each !== step.schema) ?? [];
    if (others.length === 0 && step.list !== 'allOf') continue;
    holding[step.list] = others;
    const what = `this part of '${step.list}' leads back to the schema that it is a part of; it is left out`;
    diagnostics.warning('broken-reference', step.schema.place, what);
    return true;
  }
  return false;
}

/**
 * Finds schemas that apply to a value again before any part of it is looked at: such a check would never end. What a
 * list holds adds nothing to the list then and is left out; a schema that is nothing but itself is refused.
 */
export function cutInPlaceCycles(schemas: Iterable<Schema>, diagnostics: Diagnostics): void {
  const done = new Set<Schema>();
  for (const root of schemas) {
    if (!leadsNowhere(root) && !done.has(root)) walk(root, done, diagnostics);
  }
}

function walk(root: Schema, done: Set<Schema>, diagnostics: Diagnostics): void {
  const path = [stepOf(root, undefined)];
  const onPath = new Map<Schema, number>([[root, 0]]);
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const next = step.next.pop();
    if (next === undefined) {
      path.pop();
      onPath.delete(step.schema);
      done.add(step.schema);
      continue;
    }
    const start = onPath.get(next.schema);
    if (start !== undefined) {
      // A list may hold the schema itself, which has no step of its own.
      const back: Step[] = next.list === undefined ? [] : [{ ...next, next: [] }];
      if (!cut([...path.slice(start + 1), ...back], path[start], diagnostics))
        diagnostics.error(
          'broken-reference',
          step.schema.place,
          'the schema leads back to itself and says nothing',
        );
    } else if (!done.has(next.schema)) {
      onPath.set(next.schema, path.length);
      path.push(stepOf(next.schema, next.list));
    }
  }
}
