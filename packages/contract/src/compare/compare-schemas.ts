import type { JsonType, Schema } from '../model.js';
import { OpenEnums } from '../write/schemas/open-enums.js';
import { Containment, type Failure } from './contains.js';
import { type Conjunction, type Direction, dissolve, keyOf, typesOf } from './effective-schema.js';
import { Identity } from './identical.js';
import { unwrapNull } from './nullable.js';
import {
  additionalParts,
  declaredNames,
  isLeftOut,
  itemParts,
  prefixLength,
  propertyParts,
} from './object-view.js';
import { patternFindings, propertyFinding, rawRequired } from './rules/properties.js';
import type { Effect, Finding, SchemaPair } from './rules/rule.js';
import { checkedFamilies, effectOf, statedFamilies } from './rules/schema-rules.js';
import {
  type Matched,
  matchMembers,
  memberName,
  membersOf,
  movedNames,
  type Union,
  unionFindings,
  unions,
} from './rules/unions.js';
import { beneath, defused, ignored, type SchemaChange } from './schema-change.js';

interface Node extends SchemaPair {
  readonly oldParts: readonly Schema[];
  readonly newParts: readonly Schema[];
  /** Whether the receiver accepts everything that the sender may write. */
  readonly safe: boolean;
}

const appliedKeywords = [
  ['contains', 'contains'],
  ['propertyNames', 'property-names'],
  ['unevaluatedItems', 'unevaluated-items'],
  ['unevaluatedProperties', 'unevaluated-properties'],
  ['then', 'then'],
  ['else', 'else'],
] as const;

const breakingRequests: ReadonlySet<Effect> = new Set(['tightened', 'demanded', 'meaning', 'broken']);
const breakingResponses: ReadonlySet<Effect> = new Set([
  'loosened',
  'released',
  'withdrawn',
  'meaning',
  'broken',
]);

const addingRequests: ReadonlySet<Effect> = new Set(['extended', 'demanded', 'loosened', 'released']);
const addingResponses: ReadonlySet<Effect> = new Set(['extended', 'demanded']);

/** The enums of the old and of the new contract whose further values are taken by those who read. */
export type Readers = readonly [OpenEnums, OpenEnums];

interface ComparisonOptions {
  /** Judges each change by its rule alone, whatever the whole schemas accept. */
  readonly literal?: boolean;
  readonly readers?: Readers;
}

/** Compares schemas in one direction; what was compared once is remembered. */
export class SchemaComparison {
  readonly #direction: Direction;
  readonly #containment: Containment;
  readonly #strict: Containment;
  readonly #known = new Map<string, readonly SchemaChange[]>();
  readonly #literal: boolean;
  readonly #readers: Readers;
  readonly #identity = new Identity('promises');

  constructor(direction: Direction, options: ComparisonOptions = {}) {
    const { literal = false, readers = [OpenEnums.none, OpenEnums.none] } = options;
    this.#direction = direction;
    this.#literal = literal;
    this.#readers = readers;
    this.#containment = new Containment({ direction, strict: false });
    this.#strict = new Containment({ direction, strict: true });
  }

  /** Whether schemas that are written alike are read alike. */
  get #readAlike(): boolean {
    return this.#readers[0].byDefault === this.#readers[1].byDefault;
  }

  /** Whether both accept the same values, also of properties that neither names. */
  isSame(a: readonly Schema[], b: readonly Schema[]): boolean {
    return this.#strict.failure(a, b) === undefined && this.#strict.failure(b, a) === undefined;
  }

  /** Whether every message by the sender's schema is accepted by the receiver's. */
  isSafe(old: readonly Schema[], now: readonly Schema[]): boolean {
    return this.#failure(old, now) === undefined;
  }

  /** Old schemas as those take them who read what is written by the new ones. */
  read(old: readonly Schema[]): readonly Schema[] {
    return old.map((each) => this.#readers[0].opened(each));
  }

  #failure(old: readonly Schema[], now: readonly Schema[]): Failure | undefined {
    const [sender, receiver] = this.#direction === 'request' ? [old, now] : [now, this.read(old)];
    return this.#containment.failure(sender, receiver);
  }

  /** Whether the atoms have enums, and readers take further values of all. */
  #isOpen({ atoms }: Conjunction, readers: OpenEnums): boolean {
    const listed = atoms.filter((each) => each.enum !== undefined);
    return listed.length > 0 && listed.every((each) => readers.has(each));
  }

  compare(oldParts: readonly Schema[], newParts: readonly Schema[]): readonly SchemaChange[] {
    const key = `${keyOf(oldParts)}>${keyOf(newParts)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const [before, after] = [oldParts[0], newParts[0]];
    if (oldParts.length === 1 && newParts.length === 1 && before !== undefined && after !== undefined) {
      if (this.#readAlike && this.#identity.isIdentical(before, after)) return [];
    }
    this.#known.set(key, []);
    const isSame = this.isSame(oldParts, newParts);
    const silent = isSame && !this.#literal;
    const [was, is] = [unwrapNull(oldParts), unwrapNull(newParts)];
    const node: Node = {
      oldParts,
      newParts,
      old: dissolve(was.parts),
      new: dissolve(is.parts),
      nullable: [was.nullable, is.nullable],
      open: [
        this.#isOpen(dissolve(was.parts), this.#readers[0]),
        this.#isOpen(dissolve(is.parts), this.#readers[1]),
      ],
      names: [declaredNames(dissolve(was.parts).atoms), declaredNames(dissolve(is.parts).atoms)],
      required: [rawRequired(dissolve(was.parts).atoms), rawRequired(dissolve(is.parts).atoms)],
      direction: this.#direction,
      isSame: (a, b) => this.isSame(a, b),
      safe: isSame || this.isSafe(oldParts, newParts),
    };
    const found = this.#changes(node, silent);
    this.#known.set(key, found);
    return found;
  }

  #changes(node: Node, isSame: boolean): readonly SchemaChange[] {
    const stated = statedFamilies.flatMap((family) => family(node)).map((each) => this.#change(each, node));
    const inner = isSame ? [] : this.#subschemas(node);
    const told = new Set(inner.map(({ path }) => `${applied.get(path[0] ?? '')}-changed`));
    const checked = isSame
      ? []
      : checkedFamilies
          .flatMap((family) => family(node))
          .filter(({ rule }) => !told.has(rule))
          .map((each) => this.#change(each, node));
    const below = isReplaced(node)
      ? []
      : [
          ...inner,
          ...this.#properties(node),
          ...this.#unnamed(node, isSame),
          ...this.#items(node, isSame),
          ...unions.flatMap((union) => this.#union(union, node, isSame)),
        ];
    const own = [...checked, ...below].filter(
      (change) => !isSame || !change.checked || naming.has(change.rule),
    );
    const settled = node.safe && !this.#literal ? own.map(defused) : own;
    const breaks = settled.some(({ level, checked: decides }) => decides && level === 'breaking');
    const all = [...stated, ...settled];
    return node.safe || breaks || this.#literal ? all : [...all, this.#unnamedBreak(node)];
  }

  /** Schemas that apply to the value itself or to parts without names: what changed within them. */
  #subschemas(node: Node): SchemaChange[] {
    return [...this.#appliedSchemas(node), ...this.#dependentSchemas(node)];
  }

  #dependentSchemas(node: Node): SchemaChange[] {
    const of = (atoms: readonly Schema[], name: string) =>
      atoms.flatMap((atom) => atom.dependentSchemas?.get(name) ?? []);
    const names = new Set(node.old.atoms.flatMap((atom) => [...(atom.dependentSchemas?.keys() ?? [])]));
    return [...names].flatMap((name) => {
      const [before, after] = [of(node.old.atoms, name), of(node.new.atoms, name)];
      if (after.length === 0) return [];
      return this.compare(before, after).map((each) => beneath('dependentSchemas', each));
    });
  }

  #appliedSchemas(node: Node): SchemaChange[] {
    return appliedKeywords.flatMap(([keyword]) => {
      const [before, after] = [node.old, node.new].map(({ atoms }) =>
        atoms.flatMap((atom) => atom[keyword] ?? []),
      );
      if (before === undefined || after === undefined || before.length === 0 || after.length === 0) return [];
      return this.compare(before, after).map((each) => beneath(keyword, each));
    });
  }

  #unnamedBreak(node: Node): SchemaChange {
    const failure = this.#failure(node.oldParts, node.newParts);
    const finding = {
      rule: 'schema-changed',
      what: `a value is no longer accepted: ${failure?.reason ?? 'the schemas differ'}`,
      old: node.old.atoms[0],
      new: node.new.atoms[0],
    };
    return { ...this.#change(finding, node), path: failure?.path ?? [] };
  }

  #change(finding: Finding, node: Node): SchemaChange {
    const effect = effectOf(finding.rule);
    const isRequest = this.#direction === 'request';
    const breaks =
      (isRequest ? breakingRequests : breakingResponses).has(effect) || (effect === 'decided' && !node.safe);
    const adds = (isRequest ? addingRequests : addingResponses).has(effect);
    const sent = isRequest && (effect === 'withdrawn' || effect === 'released');
    return {
      rule: finding.rule,
      what: finding.what,
      level: breaks ? 'breaking' : adds ? 'additive' : 'neutral',
      caution: effect === 'dropped' || sent,
      // Where a keyword is gone, the schema that had it is the place to look at.
      old: (finding.old ?? node.old.atoms[0] ?? node.oldParts[0])?.place,
      new: (finding.new ?? node.new.atoms[0] ?? node.newParts[0])?.place,
      path: [],
      leftOut: false,
      checked: !['meaning', 'note', 'broken'].includes(effect),
    };
  }

  #properties(node: Node): SchemaChange[] {
    const [had, has] = node.names;
    const moved = movedNames(node);
    return [...new Set([...had, ...has])].flatMap((name) => {
      const [was, is] = [propertyParts(node.old.atoms, name), propertyParts(node.new.atoms, name)];
      const isMoved = moved.has(name) && had.has(name) !== has.has(name);
      const finding = isMoved ? undefined : propertyFinding(name, node);
      const own =
        finding === undefined
          ? []
          : [this.#propertyChange(finding, { ...node, oldParts: was, newParts: is })];
      const inner = had.has(name) && has.has(name) ? this.compare(was, is) : [];
      const leftOut = isLeftOut(was, this.#direction) || isLeftOut(is, this.#direction);
      const required = node.required[1].has(name);
      return [...own, ...inner]
        .map((change) => (change.path.length === 0 ? { ...change, required } : change))
        .map((change) => (leftOut ? ignored(beneath(name, change)) : beneath(name, change)));
    });
  }

  /** A property that only one side names breaks where the other refuses what is written under its name. */
  #propertyChange(finding: Finding, node: Node): SchemaChange {
    const change = this.#change(finding, node);
    const written = this.#direction === 'request' ? ['dropped', 'withdrawn'] : ['extended', 'demanded'];
    const refused = written.includes(effectOf(finding.rule)) && !this.isSafe(node.oldParts, node.newParts);
    return refused ? { ...change, level: 'breaking', caution: false } : change;
  }

  #unnamed(node: Node, isSame: boolean): SchemaChange[] {
    if (isSame) return [];
    const patterns = patternFindings(node).map((each) => this.#change(each, node));
    if (!typesOf(node.old.atoms).has('object') || !typesOf(node.new.atoms).has('object')) return patterns;
    const [before, after] = [additionalParts(node.old.atoms), additionalParts(node.new.atoms)];
    if (before.length === 0 && after.length === 0) return patterns;
    const isClosed = (parts: readonly Schema[]) => typesOf(dissolve(parts).atoms).size === 0;
    const places = { old: before[0] ?? node.old.atoms[0], new: after[0] ?? node.new.atoms[0] };
    if (isClosed(before) !== isClosed(after)) {
      const action = isClosed(after) ? 'closed' : 'opened';
      const what = `unnamed properties are now ${isClosed(after) ? 'refused' : 'accepted'}`;
      return [...patterns, this.#change({ rule: `additional-properties-${action}`, what, ...places }, node)];
    }
    return isClosed(before)
      ? patterns
      : [...patterns, ...this.compare(before, after).map((each) => beneath('{}', each))];
  }

  #items(node: Node, isSame: boolean): SchemaChange[] {
    const [before, after] = [prefixLength(node.old.atoms), prefixLength(node.new.atoms)];
    const found: SchemaChange[] = [];
    for (let index = 0; index < Math.min(before, after); index++) {
      const inner = this.compare(itemParts(node.old.atoms, index), itemParts(node.new.atoms, index));
      found.push(...inner.map((each) => beneath(`[${index}]`, each)));
    }
    if (before !== after && !isSame) {
      const action = after > before ? 'added' : 'removed';
      const places = { old: node.old.atoms[0], new: node.new.atoms[0] };
      const what = `prefixItems went from ${before} to ${after} positions`;
      found.push(this.#change({ rule: `prefix-items-${action}`, what, ...places }, node));
    }
    const rest = Math.max(before, after);
    const [was, is] = [itemParts(node.old.atoms, rest), itemParts(node.new.atoms, rest)];
    if (was.length === 0 && is.length === 0) return found;
    return [...found, ...this.compare(was, is).map((each) => beneath('[]', each))];
  }

  #union(union: Union, node: Node, isSame: boolean): SchemaChange[] {
    const [before, after] = [membersOf(node.old.atoms, union), membersOf(node.new.atoms, union)];
    if (before.length === 0 && after.length === 0) return [];
    const matched: Matched = matchMembers(before, after, node);
    const own = isSame ? [] : unionFindings(union, matched, node).map((each) => this.#change(each, node));
    if (union === 'allOf') return own;
    const inner = matched.pairs.flatMap(([a, b]) =>
      this.compare([a], [b]).map((each) => beneath(`${union}[${memberName(b)}]`, each)),
    );
    return [...own, ...inner];
  }
}

/** Keywords whose schema narrows a value as it narrows itself, by the name of their rules. */
const applied: ReadonlyMap<string, string> = new Map([
  ...appliedKeywords,
  ['dependentSchemas', 'dependent-schema'],
]);

/** Rules about what generated types have or lose, whichever values are accepted. */
const naming: ReadonlySet<string> = new Set([
  'added-optional',
  'removed-optional',
  'enum-opened',
  'enum-closed',
]);

/** Whether no type is left: then nothing below is what it was, and only that is told. */
function isReplaced(node: Node): boolean {
  const [before, after] = [typesOf(node.old.atoms), typesOf(node.new.atoms)];
  const has = (type: JsonType) =>
    after.has(type) || (type === 'integer' ? after.has('number') : type === 'number' && after.has('integer'));
  return ![...before].some(has);
}
