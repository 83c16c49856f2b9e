import type { Contract, MediaType, Schema } from '../../model.js';
import { contentOf, isJsonContent } from '../operation-types.js';
import { type Direction, Variants } from '../schemas/variant.js';
import { type Model, modelOf } from './model-of.js';

/** Bytes of JSON: a quarter of what CloudFormation takes as a template (1 MB), and less than a model may have (400 KB). */
export const maxModelsBytes = 250_000;

/** The models of a definition, named when they are first referred to. */
export class GatewayModels {
  readonly #taken: Set<string>;
  readonly #variants = new Variants();
  readonly #names = { request: new Map<Schema, string>(), response: new Map<Schema, string>() };
  readonly #models = new Map<string, Model>();
  readonly #content: 'models' | 'none';
  /** Of the models as one JSON object: its braces, and what is in them. */
  #bytes = 1;

  constructor(contract: Contract, content: 'models' | 'none') {
    this.#content = content;
    this.#taken = new Set(contract.schemaNames);
  }

  /** By name. */
  all(): Record<string, Model> {
    return Object.fromEntries([...this.#models].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Whether the models are longer than `maxModelsBytes`: then no further ones are made. */
  get areTooLong(): boolean {
    return this.#bytes > maxModelsBytes;
  }

  /** The `content` of a body, as far as it is JSON with a schema. */
  contentOf(content: readonly MediaType[], direction: Direction): Record<string, { schema: Model }> {
    if (this.#content === 'none' || this.areTooLong) return {};
    const json = contentOf(content).filter(isJsonContent);
    const models = json.flatMap(({ mediaType, schema }) =>
      schema === undefined
        ? []
        : [[mediaType, { schema: this.#referTo(bodyOf(schema), direction) }] as const],
    );
    return Object.fromEntries(models);
  }

  #referTo(schema: Schema, direction: Direction): Model {
    // A schema that is the same both ways has one model.
    const way = this.#variants.differ(schema) ? direction : 'response';
    const name = this.#names[way].get(schema) ?? this.#add(schema, way);
    return { $ref: `#/components/schemas/${name}` };
  }

  #add(schema: Schema, direction: Direction): string {
    const name = this.#nameOf(schema, direction);
    this.#names[direction].set(schema, name);
    const model = modelOf(schema, { direction, referTo: (other) => this.#referTo(other, direction) });
    this.#models.set(name, model);
    this.#bytes += Buffer.byteLength(JSON.stringify({ [name]: model })) - 1;
    return name;
  }

  #nameOf(schema: Schema, direction: Direction): string {
    // The name of a model is of ASCII letters and digits alone.
    const own = schema.name?.replaceAll(/[^A-Za-z0-9]/g, '') || 'Schema';
    if (direction === 'response' && schema.name === own) return own;
    const wanted = direction === 'response' ? own : `${own}Request`;
    let name = wanted;
    for (let count = 2; this.#taken.has(name); count++) name = `${wanted}${count}`;
    this.#taken.add(name);
    return name;
  }
}

/** A body that is a reference has the model of what it leads to. */
function bodyOf(schema: Schema): Schema {
  return schema.ref !== undefined && schema.name === undefined ? schema.ref : schema;
}
