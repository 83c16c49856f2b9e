import type { Contract, Json, Schema } from '../../model.js';
import { OpenEnums } from '../schemas/open-enums.js';
import { anchor, type Content, furtherReading, html, type Markup, prose } from './markup.js';

function json(value: Json): Markup {
  return html`<code>${JSON.stringify(value)}</code>`;
}

const bounds = [
  ['minimum', '≥'],
  ['exclusiveMinimum', '>'],
  ['maximum', '≤'],
  ['exclusiveMaximum', '<'],
  ['multipleOf', 'multiple of'],
] as const;
const ranges = [
  ['minLength', 'maxLength', ['character', 'characters']],
  ['minItems', 'maxItems', ['item', 'items']],
  ['minProperties', 'maxProperties', ['property', 'properties']],
  ['minContains', 'maxContains', ['item of the kind below', 'items of the kind below']],
] as const;
type Unit = (typeof ranges)[number][2];

function counted(count: number, [one, many]: Unit): string {
  return `${count} ${count === 1 ? one : many}`;
}

function rangeText(least: number | undefined, most: number | undefined, unit: Unit): string[] {
  if (most === undefined) return least === undefined ? [] : [`at least ${counted(least, unit)}`];
  if (least === most) return [counted(most, unit)];
  return [least === undefined ? `at most ${counted(most, unit)}` : `${least} to ${counted(most, unit)}`];
}

/** What the keywords of a value ask, in words. */
function constraints(schema: Schema, isOpen: boolean): Content[] {
  const { pattern, format, uniqueItems, default: preset, contentEncoding, contentMediaType } = schema;
  return [
    ...bounds.flatMap(([keyword, sign]) =>
      schema[keyword] === undefined ? [] : [`${sign} ${schema[keyword]}`],
    ),
    ...ranges.flatMap(([least, most, unit]) => rangeText(schema[least], schema[most], unit)),
    ...(format === undefined ? [] : [html`format <code>${format}</code>`]),
    ...(pattern === undefined ? [] : [html`matches <code>${pattern}</code>`]),
    ...(contentEncoding === undefined ? [] : [`encoded as ${contentEncoding}`]),
    ...(contentMediaType === undefined ? [] : [`holds ${contentMediaType}`]),
    ...(uniqueItems === true ? ['no two alike'] : []),
    ...(schema.const === undefined ? [] : [html`always ${json(schema.const.value)}`]),
    ...(schema.enum === undefined ? [] : [html`one of ${separated(schema.enum.map(json), ', ')}`]),
    ...(isOpen ? ['answers and events may have further values in time'] : []),
    ...(preset === undefined ? [] : [html`default ${json(preset.value)}`]),
    ...(schema.deprecated === true ? [html`<strong>deprecated</strong>`] : []),
    ...(schema.readOnly === true ? ['only in answers'] : []),
    ...(schema.writeOnly === true ? ['only in requests'] : []),
  ];
}

function separated(parts: readonly Content[], separator: string): Content[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}

/** What a schema says to readers. */
function words({ description, externalDocs }: Schema): Content {
  return [prose(description), furtherReading(externalDocs)];
}

/** Prints schemas: those that have a section of their own are linked, all others are written in place. */
export class SchemaHtml {
  readonly #sections = new Map<Schema, string>();

  readonly #open: OpenEnums;

  constructor(contract: Contract) {
    const { schemas } = contract;
    this.#open = OpenEnums.of(contract);
    for (const [name, schema] of schemas) this.#sections.set(schema, name);
  }

  /** Sections of all schemas that are linked; what they link to in turn is added on the way. */
  sections(): Markup[] {
    const written: Markup[] = [];
    for (const [schema, name] of this.#sections) written.push(this.#section(schema, name));
    return written;
  }

  #section(schema: Schema, name: string): Markup {
    return html`<section id="${anchor('schema', name)}" data-search="${name}">
<h3>${name}</h3>
${this.described(schema)}
</section>
`;
  }

  #link(schema: Schema): Markup {
    const known = this.#sections.get(schema);
    const name = known ?? this.#free(schema);
    return html`<a href="#${anchor('schema', name)}">${name}</a>`;
  }

  /** What a reference leads to outside of the components gets a section too, so that recursion has an end. */
  #free(schema: Schema): string {
    const taken = new Set(this.#sections.values());
    const wanted = schema.name ?? 'Schema';
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted} ${count}`;
    this.#sections.set(schema, name);
    return name;
  }

  /** The schema in place after what it says to readers. */
  described(schema: Schema): Markup {
    return html`${words(schema)}${this.body(schema)}`;
  }

  /** The schema in place: its kind, what it asks, and what is inside. */
  body(schema: Schema): Markup {
    const about = constraints(schema, this.#open.has(schema));
    const kind = separated([this.#kind(schema), ...about], ' · ');
    return html`<div class="schema"><p class="kind">${kind}</p>${this.#inside(schema)}</div>`;
  }

  #kind(schema: Schema): Content {
    if (schema.boolean !== undefined) return schema.boolean ? 'anything' : 'nothing';
    const own = schema.types?.join(' or ');
    if (schema.ref !== undefined)
      return html`${this.#link(schema.ref)}${own === undefined ? '' : ` (${own})`}`;
    const composed = schema.allOf ?? schema.oneOf ?? schema.anyOf;
    if (own !== undefined) return own;
    if (schema.properties !== undefined) return 'object';
    return composed === undefined ? 'any value' : 'value';
  }

  #inside(schema: Schema): Content[] {
    const named = [
      ['Items', schema.items],
      ['At least one item', schema.contains],
      ['Names of properties', schema.propertyNames],
      ['Other properties', schema.additionalProperties],
      ['Other properties', schema.unevaluatedProperties],
      ['Other items', schema.unevaluatedItems],
      ['Not', schema.not],
      ['If', schema.if],
      ['Then', schema.then],
      ['Else', schema.else],
    ] as const;
    return [
      this.#properties(schema),
      ...Array.from(schema.patternProperties ?? [], ([name, each]) =>
        this.#part(html`Properties that match <code>${name}</code>`, each),
      ),
      ...Array.from(schema.dependentSchemas ?? [], ([name, each]) =>
        this.#part(html`Where there is <code>${name}</code>`, each),
      ),
      ...Array.from(
        schema.dependentRequired ?? [],
        ([name, needed]) =>
          html`<p><code>${name}</code> needs ${separated(
            needed.map((each) => html`<code>${each}</code>`),
            ', ',
          )}</p>`,
      ),
      ...named.flatMap(([name, each]) => (each === undefined ? [] : [this.#part(name, each)])),
      ...(schema.prefixItems ?? []).map((each, index) => this.#part(`Item ${index + 1}`, each)),
      this.#alternatives('All of', schema.allOf),
      this.#alternatives('Exactly one of', schema.oneOf),
      this.#alternatives('One or more of', schema.anyOf),
      this.#discriminator(schema),
    ];
  }

  #part(name: Content, schema: Schema): Markup {
    return html`<div class="part"><span class="label">${name}:</span>${this.described(schema)}</div>`;
  }

  #alternatives(name: string, schemas: readonly Schema[] | undefined): Content {
    if (schemas === undefined) return undefined;
    const items = schemas.map((each) => html`<li>${this.described(each)}</li>`);
    return html`<div class="part"><span class="label">${name}:</span><ul>${items}</ul></div>`;
  }

  #discriminator({ discriminator }: Schema): Content {
    if (discriminator === undefined) return undefined;
    const values = Array.from(
      discriminator.mapping,
      ([value, each]) => html`<li><code>${value}</code>: ${this.#link(each)}</li>`,
    );
    return html`<div class="part"><span class="label">Told apart by <code>${discriminator.propertyName}</code>:</span><ul>${values}</ul></div>`;
  }

  #properties(schema: Schema): Content {
    const { properties, required = [] } = schema;
    const unnamed = required.filter((name) => properties?.has(name) !== true);
    const more =
      unnamed.length === 0
        ? undefined
        : html`<p>Required: ${separated(
            unnamed.map((each) => html`<code>${each}</code>`),
            ', ',
          )}</p>`;
    if (properties === undefined || properties.size === 0) return more;
    const rows = Array.from(properties, ([name, each]) => {
      const needed = required.includes(name) ? html`<em>required</em>` : 'optional';
      return html`<tr><th scope="row"><code>${name}</code></th><td>${needed}</td><td>${this.described(each)}</td></tr>
`;
    });
    return html`<table><thead><tr><th scope="col">Property</th><th scope="col">Presence</th><th scope="col">Value</th></tr></thead><tbody>
${rows}</tbody></table>${more}`;
  }
}
