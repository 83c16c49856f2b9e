import type { Schema } from '../../model.js';
import { memberAccess, quote } from '../quote.js';
import { type Distinction, distinction } from './alternatives.js';
import type { FunctionNames } from './function-names.js';
import { type GuardedType, guards } from './guards.js';
import { decisive, inliningBudget, isLeaf } from './inlining.js';
import * as checks from './keyword-checks.js';
import { groups, groupsOf } from './keyword-groups.js';
import { Statements } from './statements.js';
import { type Direction, requiredIn } from './variant.js';

/**
 * Prints the two functions of a schema: `is`, which stops at the first failure without allocating, and `collect`,
 * which goes on and records all of them. Both come from one list of checks, so they cannot disagree. Small schemas are
 * checked where they are used, `is` taking in whole objects and `collect` what has nothing below it.
 */
export class FunctionPrinter {
  readonly #names: FunctionNames;
  readonly #direction: Direction;
  readonly #mode: 'is' | 'collect';
  readonly #statements = new Statements();
  /** The variable that holds the value, and the expression of its context, which is not always printed. */
  #u = 'u';
  #way = 'context';
  /** Types of the schema that is being printed, which `is` has asked of its variable before. */
  #types: Schema['types'];
  #variables = 0;
  #budget = inliningBudget;

  constructor(names: FunctionNames, direction: Direction, mode: 'is' | 'collect') {
    this.#names = names;
    this.#direction = direction;
    this.#mode = mode;
  }

  body(schema: Schema): string[] {
    this.#print(schema);
    return this.#statements.lines;
  }

  #print(schema: Schema): void {
    const outer = this.#types;
    this.#types = schema.types;
    this.#printChecks(schema);
    this.#types = outer;
  }

  #printChecks(schema: Schema): void {
    const u = this.#u;
    const has = groupsOf(schema);
    if (schema.boolean !== undefined) {
      if (!schema.boolean) this.#fail(`!${checks.isNever(this.#names, u)}`, 'no value');
      return;
    }
    if (schema.types !== undefined) this.#check(checks.typeCheck(schema.types, this.#names, u));
    if (has & groups.values) this.#checks(checks.valueChecks(schema, this.#names, u));
    if (has & groups.number && this.#beginOf(schema, 'number')) {
      this.#checks(checks.numberChecks(schema, this.#names, u));
      this.#end();
    }
    if (has & groups.string && this.#beginOf(schema, 'string')) {
      this.#string(schema);
      this.#end();
    }
    if (has & groups.array && this.#beginOf(schema, 'array')) {
      this.#array(schema);
      this.#end();
    }
    if (has & groups.object && this.#beginOf(schema, 'object')) {
      this.#object(schema);
      this.#end();
    }
    if (has & groups.composition) this.#composition(schema);
    if (has & groups.unevaluated) this.#unevaluated(schema);
  }

  #end(): void {
    const head = this.#statements.end();
    if (head?.startsWith('if (isObject') === true) this.#names.use('isObject');
  }

  /** Without a test what follows is asked of everything. */
  #beginIf(test: string): void {
    this.#statements.begin(test === '' ? undefined : `if (${test}) {`);
  }

  /** Begins keywords of one type; false where `type` rules it out, since there is nothing of it to check. */
  #beginOf({ types }: Schema, type: GuardedType): boolean {
    const isPossible = types?.some((each) => each === type || (type === 'number' && each === 'integer'));
    if (isPossible === false) return false;
    // After the type check has returned, a value of a schema with one type is known to be of it.
    if (this.#mode === 'is' && types?.length === 1) this.#statements.begin();
    else this.#beginIf(guards[type](this.#u));
    return true;
  }

  #checks(list: readonly checks.Check[]): void {
    for (const each of list) this.#check(each);
  }

  #string(schema: Schema): void {
    const { length, text } = checks.stringChecks(schema, this.#names, this.#u);
    this.#checks(length);
    if (this.#mode === 'is' || schema.maxLength === undefined) this.#checks(text);
    else {
      this.#beginIf(`!(${checks.tooLong(this.#u, schema.maxLength, this.#names)})`);
      this.#checks(text);
      this.#end();
    }
  }

  #check({ fails, expected }: checks.Check): void {
    this.#fail(fails, expected);
  }

  #fail(condition: string, expected: string): void {
    if (this.#mode === 'is') this.#statements.push(`if (${condition}) return false;`);
    else this.#statements.push(`if (${condition}) ${this.#failure(this.#u, this.#context, expected)}`);
  }

  /** A way that `below` has made is nobody else's; any other is copied. */
  #failure(value: string, context: string, expected: string): string {
    const path = context === 'context' ? 'context.slice()' : context;
    return `errors.push(${this.#names.use('failure')}(${value}, ${path}, ${quote(expected)}));`;
  }

  /** A subschema applied to `value`, an expression that stands at `key` (another one) or in place. */
  #apply(schema: Schema, value: string, key?: string): void {
    const target = decisive(schema);
    if (target.boolean === true) return;
    const size = this.#names.sizes.of(target);
    if (this.#mode === 'is') {
      if (size <= this.#budget) this.#inline(target, value);
      else this.#statements.push(`if (!${this.#names.is(target, this.#direction)}(${value})) return false;`);
    } else if (isLeaf(target)) this.#inline(target, value, key);
    else {
      const context = key === undefined ? this.#context : this.#below(key, value);
      const collects = `${this.#names.collect(target, this.#direction)}(${value}, ${context}, errors);`;
      // What is valid needs no context: only the way to a failure is walked with one.
      const guard = key === undefined ? '' : `if (!${this.#matches(target, value)}) `;
      this.#statements.push(`${guard}${collects}`);
    }
  }

  #wayTo(key: string, value: string): string {
    return `below(${key}, ${value}, ${this.#way})`;
  }

  #below(key: string, value: string): string {
    this.#names.use('below');
    return this.#wayTo(key, value);
  }

  get #context(): string {
    if (this.#way !== 'context') this.#names.use('below');
    return this.#way;
  }

  /** Prints the checks of a schema here, on a variable that TypeScript knows nothing of yet. */
  #inline(schema: Schema, value: string, key?: string): void {
    const u = this.#u;
    const way = this.#way;
    this.#budget -= this.#names.sizes.of(schema);
    const isFresh = /^v\d+$/.test(value) && value !== u;
    const v = isFresh ? value : this.#variable();
    if (key !== undefined && this.#mode === 'collect') this.#way = this.#wayTo(key, v);
    this.#u = v;
    if (!isFresh) this.#statements.declare(v, value);
    this.#print(schema);
    if (!isFresh) this.#statements.endUse(v);
    this.#u = u;
    this.#way = way;
  }

  #variable(): string {
    this.#variables += 1;
    return `v${this.#variables}`;
  }

  /** An expression that is true when the schema accepts what the variable `value` holds. */
  #matches(schema: Schema, value = this.#u): string {
    const target = decisive(schema);
    if (target.boolean !== undefined) return checks.booleanTest(target.boolean, this.#names, value);
    // TypeScript refuses a comparison that can never hold; a function asks the same of any value.
    const isNarrowed = this.#mode === 'is' && value === this.#u && this.#types !== undefined;
    const fits = !isNarrowed || checks.isOfTypes(target, this.#types ?? []);
    const test = fits ? checks.leafTest(target, this.#names, value) : undefined;
    return test ?? `${this.#names.is(target, this.#direction)}(${value})`;
  }

  #array(schema: Schema): void {
    const u = this.#u;
    this.#checks(checks.arrayChecks(schema, this.#names, u));
    const { prefixItems = [], items, contains } = schema;
    for (const [index, each] of prefixItems.entries()) {
      this.#beginIf(`${u}.length > ${index}`);
      this.#apply(each, `${u}[${index}]`, String(index));
      this.#end();
    }
    if (items !== undefined) this.#items(items, prefixItems.length);
    if (contains !== undefined) this.#contains(schema, contains);
  }

  #items(items: Schema, from: number): void {
    const u = this.#u;
    const item = this.#variable();
    this.#statements.begin(`for (let index = ${from}, length = ${u}.length; index < length; index++) {`);
    this.#statements.declare(item, `${u}[index]`);
    this.#apply(items, item, 'index');
    this.#statements.endUse(item);
    this.#end();
  }

  #contains({ minContains = 1, maxContains }: Schema, contains: Schema): void {
    const u = this.#u;
    this.#statements.push(
      '{',
      'let found = 0;',
      `for (let index = 0, length = ${u}.length; index < length; index++) {`,
    );
    const item = this.#variable();
    this.#statements.push(`const ${item} = ${u}[index];`);
    this.#statements.push(`if (${this.#matches(contains, item)}) found++;`, '}');
    const expected = (bound: string) => `${bound} items of the kind that must be contained`;
    if (minContains > 0) this.#fail(`found < ${minContains}`, expected(`at least ${minContains}`));
    if (maxContains !== undefined) this.#fail(`found > ${maxContains}`, expected(`at most ${maxContains}`));
    this.#statements.push('}');
  }

  #object(schema: Schema): void {
    const u = this.#u;
    const required = new Set(requiredIn(schema, this.#direction));
    // `is` asks for a declared property where it is read; what is told to people begins with what is missing.
    const isAskedFor = (name: string) => this.#mode === 'is' && schema.properties?.has(name) === true;
    for (const name of required) if (!isAskedFor(name)) this.#check(checks.requiredCheck(name, u));
    this.#checks(checks.objectChecks(schema, u));
    schema.properties?.forEach((property, name) => {
      this.#property(name, property, required.has(name));
    });
    for (const [name, dependent] of schema.dependentSchemas ?? []) {
      this.#beginIf(`!(${checks.isAbsent(u, name)})`);
      this.#apply(dependent, u);
      this.#end();
    }
    this.#members(schema);
  }

  #property(name: string, schema: Schema, required: boolean): void {
    const u = this.#u;
    const v = this.#variable();
    const isInherited = name in Object.prototype;
    const isThere = this.#mode === 'is' && required;
    const asks = isThere && (isInherited || !checks.refusesUndefined(schema));
    if (asks) this.#fail(checks.isAbsent(u, name), `the property ${JSON.stringify(name)}`);
    this.#statements.declare(v, memberAccess(u, name));
    if (!isThere) this.#beginIf(isInherited ? `!(${checks.isAbsent(u, name)})` : `${v} !== undefined`);
    this.#apply(schema, v, this.#mode === 'is' ? '' : quote(name));
    if (!isThere) this.#end();
    this.#statements.endUse(v);
  }

  /** One walk over the members for patternProperties, additionalProperties and propertyNames. */
  #members({ properties, patternProperties, additionalProperties, propertyNames }: Schema): void {
    if ((patternProperties ?? additionalProperties ?? propertyNames) === undefined) return;
    const isEmpty = additionalProperties?.boolean === false && (properties?.size ?? 0) === 0;
    const isRead = !isEmpty || this.#mode !== 'is' || (patternProperties ?? propertyNames) !== undefined;
    // Parsed JSON inherits no enumerable names, and `in` makes no array of them.
    this.#statements.begin(`for (const ${isRead ? 'key' : '_key'} in ${this.#u}) {`);
    if (propertyNames !== undefined) this.#apply(propertyNames, 'key', 'key');
    const tests: string[] = [];
    for (const [pattern, each] of patternProperties ?? []) {
      const test = checks.patternTest(pattern, 'key', this.#names);
      tests.push(`!${test}`);
      this.#beginIf(test);
      this.#apply(each, `${this.#u}[key]`, 'key');
      this.#end();
    }
    if (additionalProperties !== undefined) {
      const unknown = Array.from(properties?.keys() ?? [], (name) => `key !== ${quote(name)}`);
      this.#beginIf([...unknown, ...tests].join(' && '));
      this.#additional(additionalProperties);
      this.#end();
    }
    this.#end();
  }

  #additional(schema: Schema): void {
    const member = `${this.#u}[key]`;
    if (schema.boolean !== false) this.#apply(schema, member, 'key');
    else if (this.#mode === 'is') this.#statements.push('return false;');
    else this.#statements.push(this.#failure(member, this.#below('key', member), 'no such property'));
  }

  #composition(schema: Schema): void {
    const u = this.#u;
    if (schema.ref !== undefined) this.#apply(schema.ref, u);
    for (const each of schema.allOf ?? []) this.#apply(each, u);
    for (const alternatives of [schema.anyOf, schema.oneOf]) {
      if (alternatives === undefined) continue;
      const known = distinction(alternatives, this.#direction, schema.discriminator?.propertyName);
      if (known !== undefined) this.#distinguished(known);
      else if (alternatives === schema.anyOf) this.#anyOf(alternatives);
      else this.#oneOf(alternatives);
    }
    if (schema.not !== undefined)
      this.#fail(this.#matches(schema.not), 'a value that the schema under not refuses');
    if (schema.if === undefined || (schema.then === undefined && schema.else === undefined)) return;
    this.#statements.push(`if (${this.#matches(schema.if)}) {`);
    if (schema.then !== undefined) this.#apply(schema.then, u);
    this.#statements.push('} else {');
    if (schema.else !== undefined) this.#apply(schema.else, u);
    this.#statements.push('}');
  }

  /** Alternatives that are objects, of a schema that may be none. */
  #distinguished(known: Distinction): void {
    if (this.#mode === 'is' && this.#types?.includes('object') === false)
      this.#fail(`!${checks.isNever(this.#names, this.#u)}`, 'object');
    else this.#switch(known);
  }

  /** One alternative is looked at: the one whose value the property has. */
  #switch({ property, cases }: Distinction): void {
    const [u, v] = [this.#u, this.#variable()];
    const isObject = `${this.#names.use('isObject')}(${u})`;
    const expected = cases.flatMap(({ values }) => values.map((each) => JSON.stringify(each))).join(', ');
    const lines = [`const ${v} = ${memberAccess(u, property)};`, `switch (${v}) {`];
    for (const { schema, values } of cases) {
      lines.push(...values.map((each) => `case ${quote(each)}:`));
      if (this.#mode === 'is') lines.push(`if (!${this.#matches(schema)}) return false;`);
      else
        lines.push(
          `${this.#names.collect(decisive(schema), this.#direction)}(${u}, ${this.#context}, errors);`,
        );
      lines.push('break;');
    }
    if (this.#mode === 'is')
      this.#statements.push(`if (!${isObject}) return false;`, ...lines, 'default:', 'return false;', '}');
    else {
      const other = this.#failure(v, this.#below(quote(property), v), `one of ${expected}`);
      this.#fail(`!${isObject}`, 'object');
      this.#statements.push(`if (${isObject}) {`, ...lines, 'default:', other, '}', '}');
    }
  }

  #anyOf(alternatives: readonly Schema[]): void {
    const none = `!(${alternatives.map((each) => this.#matches(each)).join(' || ')})`;
    if (this.#mode === 'is') this.#statements.push(`if (${none}) return false;`);
    else this.#statements.push(`if (${none}) ${this.#closest(alternatives)}`);
  }

  #oneOf(alternatives: readonly Schema[]): void {
    this.#statements.push('{', 'let matched = 0;');
    for (const each of alternatives) {
      this.#statements.push(`if (${this.#matches(each)}) matched++;`);
      if (this.#mode === 'is') this.#statements.push('if (matched > 1) return false;');
    }
    if (this.#mode === 'is') this.#statements.push('if (matched === 0) return false;');
    else this.#statements.push(`if (matched === 0) ${this.#closest(alternatives)}`);
    if (this.#mode === 'collect') this.#fail('matched > 1', 'a value of exactly one of the alternatives');
    this.#statements.push('}');
  }

  #closest(alternatives: readonly Schema[]): string {
    const collectors = alternatives.map((each) => this.#names.collect(each, this.#direction)).join(', ');
    return `errors.push(...${this.#names.use('closest')}(${this.#u}, ${this.#context}, [${collectors}]));`;
  }

  #unevaluated(schema: Schema): void {
    const u = this.#u;
    const { unevaluatedProperties: properties, unevaluatedItems: items } = schema;
    if ((properties ?? items) === undefined) return;
    const begin = () => {
      const evaluate = this.#names.evaluate(schema, this.#direction);
      this.#statements.push('const evaluated = new Set();', `${evaluate}(${u}, evaluated, false);`);
    };
    if (properties !== undefined && properties.boolean !== true) {
      this.#beginIf(`isObject(${u})`);
      begin();
      this.#statements.push(`for (const key of Object.keys(${u})) {`, 'if (evaluated.has(key)) continue;');
      this.#apply(properties, `${u}[key]`, 'key');
      this.#statements.push('}');
      this.#end();
    }
    if (items !== undefined && items.boolean !== true) {
      this.#beginIf(`Array.isArray(${u})`);
      begin();
      this.#statements.push(`for (let index = 0; index < ${u}.length; index++) {`);
      this.#statements.push('if (evaluated.has(String(index))) continue;');
      this.#apply(items, `${u}[index]`, 'index');
      this.#statements.push('}');
      this.#end();
    }
  }
}
