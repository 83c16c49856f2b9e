import type { RestMethod } from './rest-method.js';

/** What stands at a path: its methods, by name or `ANY`. */
export type RestResource = Map<string, RestMethod>;

export interface FoundResource {
  readonly resource: RestResource;
  /** Of the path's parameters, in their order, still percent-encoded. */
  readonly values: readonly string[];
}

interface Node {
  readonly fixed: Map<string, Node>;
  parameter?: Node;
  greedy?: RestResource;
  resource?: RestResource;
}

const newNode = (): Node => ({ fixed: new Map() });

function nodeFor(node: Node, segment: string): Node {
  if (segment.startsWith('{')) {
    node.parameter ??= newNode();
    return node.parameter;
  }
  const next = node.fixed.get(segment) ?? newNode();
  node.fixed.set(segment, next);
  return next;
}

/** Fixed before parameter before greedy, at each segment; `values` is a stack that is put back where a way fails. */
function walk(
  node: Node,
  segments: readonly string[],
  index: number,
  values: string[],
): RestResource | undefined {
  const segment = segments[index];
  if (segment === undefined) return node.resource;
  const fixed = node.fixed.get(segment);
  const found = fixed && walk(fixed, segments, index + 1, values);
  if (found !== undefined) return found;
  const depth = values.length;
  if (node.parameter !== undefined && segment !== '') {
    values.push(segment);
    const below = walk(node.parameter, segments, index + 1, values);
    if (below !== undefined) return below;
    values.length = depth;
  }
  if (node.greedy !== undefined) values.push(segments.slice(index).join('/'));
  return node.greedy;
}

/** The paths of all APIs as one tree of segments, so that finding one does not depend on how many there are. */
export class RouteTree {
  readonly #root = newNode();

  /** The resource of a path of the definition, made where absent. */
  resource(path: string): RestResource {
    const segments = path.split('/').slice(1);
    let node = this.#root;
    for (const segment of segments) {
      if (segment.endsWith('+}')) {
        node.greedy ??= new Map();
        return node.greedy;
      }
      if (segment !== '') node = nodeFor(node, segment);
    }
    node.resource ??= new Map();
    return node.resource;
  }

  /** API Gateway takes `/orders/` for `/orders`; the path must be without query. */
  find(path: string): FoundResource | undefined {
    const segments = path.split('/');
    segments.shift();
    if (segments.at(-1) === '') segments.pop();
    const values: string[] = [];
    const resource = walk(this.#root, segments, 0, values);
    return resource && { resource, values };
  }
}
