import { type AttributeValue, attributeOf, type Item } from '../values/attribute-value.js';

/** A document path: an attribute's name, then names of map members and indexes of list elements. */
export type Path = readonly [string, ...(string | number)[]];

/** What stands at the path, if anything. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  const [name, ...steps] = path;
  let value = attributeOf(item, name);
  for (const step of steps) {
    if (value === undefined) return undefined;
    value = member(value, step);
  }
  return value;
}

/** A member of a map or an element of a list. */
export function member(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? attributeOf(value.M, step) : undefined;
}

/** As DynamoDB writes a path in its messages: `[a, [0], b]`. */
export function describePath(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

export function samePath(left: Path, right: Path): boolean {
  return left.length === right.length && left.every((step, index) => step === right[index]);
}

/** Why paths cannot be used together: one leads through the other, or they differ on what is a map or a list. */
export function pathsFault(paths: readonly Path[]): string | undefined {
  for (const [index, one] of paths.entries()) {
    for (const two of paths.slice(index + 1)) {
      const fault = pairFault(one, two);
      if (fault === undefined) continue;
      const both = `path one: ${describePath(one)}, path two: ${describePath(two)}`;
      return `Two document paths ${fault} with each other; must remove or rewrite one of these paths; ${both}`;
    }
  }
  return undefined;
}

function pairFault(one: Path, two: Path): 'overlap' | 'conflict' | undefined {
  const length = Math.min(one.length, two.length);
  for (let at = 0; at < length; at++) {
    if (one[at] === two[at]) continue;
    return typeof one[at] === typeof two[at] ? undefined : 'conflict';
  }
  return 'overlap';
}
