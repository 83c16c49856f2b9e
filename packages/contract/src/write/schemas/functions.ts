import type { JsonType, Schema } from '../../model.js';
import { propertyAccess, quote } from '../quote.js';
import * as checks from './keyword-checks.js';
import { type Direction, requiredIn } from './variant.js';

/** Names of the functions of a schema, and what they share. */
export interface FunctionNames extends checks.CheckContext {
  is(schema: Schema, direction: Direction): string;
  collect(schema: Schema, direction: Direction): string;
  evaluate(schema: Schema, direction: Direction): string;
}

/**
 * Prints the two functions of a schema: `is`, which stops at the first failure without allocating, and `collect`,
 * which goes on and records all of them. Both come from one list of checks, so they cannot disagree.
 */
export class FunctionPrinter {
  readonly #names: FunctionNames;
  readonly #direction: Direction;
  readonly #mode: 'is' | 'collect';
  #lines: string[] = [];

  constructor(names: FunctionNames, direction: Direction, mode: 'is' | 'collect') {
    this.#names = names;
    this.#direction = direction;
    this.#mode = mode;
  }

  body(schema: Schema): string[] {
    this.#lines = [];
    if (schema.boolean !== undefined) {
      if (!schema.boolean) this.#fail('true', 'no value');
      return this.#lines;
    }
    if (schema.types !== undefined) this.#check(checks.typeCheck(schema.types, this.#names));
    for (const each of checks.valueChecks(schema, this.#names)) this.#check(each);
    this.#ofType(schema, ['number', 'integer'], "typeof u === 'number'", () =>
      this.#checks(checks.numberChecks(schema, this.#names)),
    );
    this.#ofType(schema, ['string'], "typeof u === 'string'", () =>
      this.#checks(checks.stringChecks(schema, this.#names)),
    );
    this.#ofType(schema, ['array'], 'Array.isArray(u)', () => this.#array(schema));
    this.#ofType(schema, ['object'], 'isObject(u)', () => this.#object(schema));
    this.#composition(schema);
    this.#unevaluated(schema);
    return this.#lines;
  }

  /** Statements of `print` inside `if (test) { … }`; nothing when there are none. */
  #guarded(test: string, print: () => void): void {
    const outer = this.#lines;
    this.#lines = [];
    print();
    const inner = this.#lines;
    this.#lines = inner.length === 0 ? outer : [...outer, `if (${test}) {`, ...inner, '}'];
  }

  /** Keywords of one type; left out where `type` rules it out, since there is nothing of it to check. */
  #ofType(schema: Schema, types: readonly JsonType[], test: string, print: () => void): void {
    if (schema.types !== undefined && !schema.types.some((type) => types.includes(type))) return;
    // After the type check has returned, a value of a schema with one type is known to be of it.
    const only = schema.types?.length === 1 ? schema.types[0] : undefined;
    if (this.#mode === 'is' && only !== undefined) {
      print();
      return;
    }
    if (test === 'isObject(u)') this.#names.use('isObject');
    this.#guarded(test, print);
  }

  #checks(list: readonly checks.Check[]): void {
    for (const each of list) this.#check(each);
  }

  #check({ fails, expected }: checks.Check): void {
    this.#fail(fails, expected);
  }

  #fail(condition: string, expected: string): void {
    if (this.#mode === 'is') this.#lines.push(`if (${condition}) return false;`);
    else
      this.#lines.push(
        `if (${condition}) ${this.#names.use('report')}(u, context, errors, ${quote(expected)});`,
      );
  }

  /** A subschema applied to `value`, which stands at `key` (an expression) or in place. */
  #apply(schema: Schema, value: string, key?: string): void {
    if (schema.boolean === true) return;
    if (this.#mode === 'is') {
      this.#lines.push(`if (!${this.#names.is(schema, this.#direction)}(${value})) return false;`);
    } else {
      const collect = this.#names.collect(schema, this.#direction);
      if (key === undefined) this.#lines.push(`${collect}(${value}, context, errors);`);
      else {
        // What is valid needs no context: only the way to a failure is walked with one.
        const context = `${this.#names.use('below')}(${key}, ${value}, context)`;
        this.#lines.push(`if (!${this.#matches(schema, value)}) ${collect}(${value}, ${context}, errors);`);
      }
    }
  }

  #matches(schema: Schema, value = 'u'): string {
    return `${this.#names.is(schema, this.#direction)}(${value})`;
  }

  #array(schema: Schema): void {
    for (const each of checks.arrayChecks(schema, this.#names)) this.#check(each);
    const { prefixItems = [], items, contains } = schema;
    for (const [index, each] of prefixItems.entries()) {
      this.#guarded(`u.length > ${index}`, () => this.#apply(each, `u[${index}]`, String(index)));
    }
    if (items !== undefined && items.boolean !== true) {
      this.#lines.push(`for (let index = ${prefixItems.length}; index < u.length; index++) {`);
      this.#apply(items, 'u[index]', 'index');
      this.#lines.push('}');
    }
    if (contains !== undefined) this.#contains(schema, contains);
  }

  #contains({ minContains = 1, maxContains }: Schema, contains: Schema): void {
    this.#lines.push(
      '{',
      'let found = 0;',
      `for (const item of u) if (${this.#matches(contains, 'item')}) found++;`,
    );
    if (minContains > 0)
      this.#fail(
        `found < ${minContains}`,
        `at least ${minContains} items of the kind that must be contained`,
      );
    if (maxContains !== undefined)
      this.#fail(`found > ${maxContains}`, `at most ${maxContains} items of the kind that must be contained`);
    this.#lines.push('}');
  }

  #object(schema: Schema): void {
    const required = requiredIn(schema, this.#direction);
    const implied = required.filter((name) => this.#isImplied(name, schema.properties?.get(name)));
    this.#checks(checks.requiredChecks(required.filter((name) => !implied.includes(name))));
    this.#checks(checks.objectChecks(schema));
    for (const [name, property] of schema.properties ?? []) {
      if (property.boolean === true) continue;
      const apply = () => this.#apply(property, propertyAccess('u', name), quote(name));
      if (implied.includes(name)) apply();
      else this.#guarded(`!(${checks.isAbsent('u', name)})`, apply);
    }
    for (const [name, dependent] of schema.dependentSchemas ?? []) {
      this.#guarded(`!(${checks.isAbsent('u', name)})`, () => this.#apply(dependent, 'u'));
    }
    this.#members(schema);
  }

  /** Whether the property's own schema refuses its absence; what is told to people names the property instead. */
  #isImplied(name: string, property: Schema | undefined): boolean {
    const plain = !(name in Object.prototype);
    return this.#mode === 'is' && plain && property !== undefined && checks.refusesUndefined(property);
  }

  /** One walk over the members for patternProperties, additionalProperties and propertyNames. */
  #members(schema: Schema): void {
    const { properties, patternProperties, additionalProperties, propertyNames } = schema;
    const closed = additionalProperties !== undefined && additionalProperties.boolean !== true;
    if (patternProperties === undefined && propertyNames === undefined && !closed) return;
    // Parsed JSON inherits no enumerable names, and `in` makes no array of them.
    this.#lines.push('for (const key in u) {');
    if (propertyNames !== undefined) this.#apply(propertyNames, 'key', 'key');
    const tests: string[] = [];
    for (const [pattern, each] of patternProperties ?? []) {
      const test = checks.patternTest(pattern, 'key', this.#names);
      tests.push(test);
      this.#guarded(test, () => this.#apply(each, 'u[key]', 'key'));
    }
    if (closed) {
      const known = Array.from(properties?.keys() ?? [], (name) => `key === ${quote(name)}`);
      const spared = [...known, ...tests].join(' || ') || 'false';
      this.#guarded(`!(${spared})`, () => this.#additional(additionalProperties));
    }
    this.#lines.push('}');
  }

  #additional(schema: Schema): void {
    if (schema.boolean !== false) this.#apply(schema, 'u[key]', 'key');
    else if (this.#mode === 'is') this.#lines.push('return false;');
    else
      this.#lines.push(
        `${this.#names.use('report')}(u[key], ${this.#names.use('below')}(key, u[key], context), errors, 'no such property');`,
      );
  }

  #composition(schema: Schema): void {
    if (schema.ref !== undefined) this.#apply(schema.ref, 'u');
    for (const each of schema.allOf ?? []) this.#apply(each, 'u');
    if (schema.anyOf !== undefined) this.#anyOf(schema.anyOf);
    if (schema.oneOf !== undefined) this.#oneOf(schema.oneOf);
    if (schema.not !== undefined)
      this.#fail(this.#matches(schema.not), 'a value that the schema under not refuses');
    if (schema.if === undefined || (schema.then === undefined && schema.else === undefined)) return;
    this.#lines.push(`if (${this.#matches(schema.if)}) {`);
    if (schema.then !== undefined) this.#apply(schema.then, 'u');
    this.#lines.push('} else {');
    if (schema.else !== undefined) this.#apply(schema.else, 'u');
    this.#lines.push('}');
  }

  #anyOf(alternatives: readonly Schema[]): void {
    const none = `!(${alternatives.map((each) => this.#matches(each)).join(' || ')})`;
    if (this.#mode === 'is') this.#lines.push(`if (${none}) return false;`);
    else this.#lines.push(`if (${none}) ${this.#closest(alternatives)}`);
  }

  #oneOf(alternatives: readonly Schema[]): void {
    this.#lines.push('{', 'let matched = 0;');
    for (const each of alternatives) {
      this.#lines.push(`if (${this.#matches(each)}) matched++;`);
      if (this.#mode === 'is') this.#lines.push('if (matched > 1) return false;');
    }
    if (this.#mode === 'is') this.#lines.push('if (matched === 0) return false;');
    else this.#lines.push(`if (matched === 0) ${this.#closest(alternatives)}`);
    if (this.#mode === 'collect') this.#fail('matched > 1', 'a value of exactly one of the alternatives');
    this.#lines.push('}');
  }

  #closest(alternatives: readonly Schema[]): string {
    const collectors = alternatives.map((each) => this.#names.collect(each, this.#direction)).join(', ');
    return `${this.#names.use('reportClosest')}(u, context, errors, [${collectors}]);`;
  }

  #unevaluated(schema: Schema): void {
    const evaluate = this.#names.evaluate(schema, this.#direction);
    const { unevaluatedProperties: properties, unevaluatedItems: items } = schema;
    if (properties !== undefined && properties.boolean !== true) {
      this.#guarded(`${this.#names.use('isObject')}(u)`, () => {
        this.#lines.push('const evaluated = new Set<string>();', `${evaluate}(u, evaluated, false);`);
        this.#lines.push('for (const key of Object.keys(u)) {', 'if (evaluated.has(key)) continue;');
        this.#apply(properties, 'u[key]', 'key');
        this.#lines.push('}');
      });
    }
    if (items !== undefined && items.boolean !== true) {
      this.#guarded('Array.isArray(u)', () => {
        this.#lines.push('const evaluated = new Set<string>();', `${evaluate}(u, evaluated, false);`);
        this.#lines.push(
          'for (let index = 0; index < u.length; index++) {',
          'if (evaluated.has(String(index))) continue;',
        );
        this.#apply(items, 'u[index]', 'index');
        this.#lines.push('}');
      });
    }
  }
}
