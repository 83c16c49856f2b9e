import type { RestMethod } from './rest-method.js';

/** What stands at a path: its methods, by name or `ANY`. */
export type PathMethods<M> = Map<string, M>;

export interface FoundResource<M = RestMethod> {
  readonly resource: PathMethods<M>;
  /** Of the path's parameters, in their order, still percent-encoded. */
  readonly values: readonly string[];
}

interface Node<M> {
  readonly fixed: Map<string, Node<M>>;
  parameter?: Node<M>;
  greedy?: PathMethods<M>;
  resource?: PathMethods<M>;
}

const newNode = <M>(): Node<M> => ({ fixed: new Map() });

function nodeFor<M>(node: Node<M>, segment: string): Node<M> {
  if (segment.startsWith('{')) {
    node.parameter ??= newNode();
    return node.parameter;
  }
  const next = node.fixed.get(segment) ?? newNode<M>();
  node.fixed.set(segment, next);
  return next;
}

/** A path on its way through the tree, and which methods at its end will do. */
interface Walk<M> {
  readonly segments: readonly string[];
  /** Grows and shrinks: it is put back where a way fails. */
  readonly values: string[];
  readonly suits: (methods: PathMethods<M>) => boolean;
}

/** Fixed before parameter before greedy, at each segment. */
function walk<M>(node: Node<M>, index: number, way: Walk<M>): PathMethods<M> | undefined {
  const { segments, values, suits } = way;
  const segment = segments[index];
  if (segment === undefined) return node.resource && suits(node.resource) ? node.resource : undefined;
  const fixed = node.fixed.get(segment);
  const found = fixed && walk(fixed, index + 1, way);
  if (found !== undefined) return found;
  const depth = values.length;
  if (node.parameter !== undefined && segment !== '') {
    values.push(segment);
    const below = walk(node.parameter, index + 1, way);
    if (below !== undefined) return below;
    values.length = depth;
  }
  if (node.greedy === undefined || !suits(node.greedy)) return undefined;
  values.push(segments.slice(index).join('/'));
  return node.greedy;
}

const any = () => true;

/** The paths of all APIs as one tree of segments, so that finding one does not depend on how many there are. */
export class RouteTree<M = RestMethod> {
  readonly #root = newNode<M>();

  /** The methods at a path of the definition, made where absent. */
  resource(path: string): PathMethods<M> {
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
  find(path: string, suits: (methods: PathMethods<M>) => boolean = any): FoundResource<M> | undefined {
    const segments = path.split('/');
    segments.shift();
    if (segments.at(-1) === '') segments.pop();
    const values: string[] = [];
    const resource = walk(this.#root, 0, { segments, values, suits });
    return resource && { resource, values };
  }
}
