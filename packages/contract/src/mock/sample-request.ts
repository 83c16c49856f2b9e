import type { Document } from '../check/document.js';
import type { Json, Operation, Parameter, Schema } from '../model.js';
import { contentOf, groups, parametersOf } from '../write/operation-types.js';
import { examplesAt } from './examples.js';
import { TooLarge } from './flatten-schema.js';
import { ValueMaker } from './make-value.js';
import { Random } from './random.js';

type Group = (typeof groups)[keyof typeof groups];

/** A request that shows how an operation is called. */
export interface SampleRequest {
  readonly parameters: readonly { readonly parameter: Parameter; readonly value: Json }[];
  readonly body?: { readonly mediaType: string; readonly value: Json };
}

function made(schema: Schema | undefined, seed: string): Json {
  if (schema === undefined) return {};
  try {
    return new ValueMaker(new Random(seed), { useExamples: true, direction: 'request' }).make(schema);
  } catch (error) {
    // A value that is too large to be shown is not shown.
    if (error instanceof TooLarge) return {};
    throw error;
  }
}

/** The required parameters and the body of an operation: its examples where it has some, else values of its schemas. */
export function sampleRequest(operation: Operation, document: Document): SampleRequest {
  const parameters = parametersOf(operation)
    .filter(({ required }) => required)
    .map((parameter) => {
      const [example] = examplesAt(parameter.place, document).values();
      const schema = parameter.schema ?? parameter.content?.schema;
      return { parameter, value: example ?? made(schema, `${operation.operationId} ${parameter.name}`) };
    });
  const [media] = contentOf(operation.requestBody?.content ?? []);
  if (media === undefined) return { parameters };
  const [example] = examplesAt(media.place, document).values();
  const value = example ?? made(media.schema, `${operation.operationId} body`);
  return { parameters, body: { mediaType: media.mediaType, value } };
}

/** The groups of a client call: path, query, headers, cookies. */
export function groupsOf({ parameters }: SampleRequest): ReadonlyMap<Group, Readonly<Record<string, Json>>> {
  const found = new Map<Group, Record<string, Json>>();
  for (const { parameter, value } of parameters) {
    const group = groups[parameter.in];
    found.set(group, { ...found.get(group), [parameter.name]: value });
  }
  return found;
}
