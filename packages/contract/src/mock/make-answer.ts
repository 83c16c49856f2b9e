import type { Document } from '../check/document.js';
import type { Json, MediaType, Schema } from '../model.js';
import type { Answer } from '../runtime/server/encode-answer.js';
import type { ProxyResult } from '../runtime/server/event.js';
import type { ServedOperation } from '../runtime/server/handler.js';
import { contentOf } from '../write/operation-types.js';
import type { ChosenResponse } from './choose-response.js';
import { examplesAt, unnamed } from './examples.js';
import { TooLarge } from './flatten-schema.js';
import type { LoadedService } from './load-service.js';
import { ValueMaker } from './make-value.js';
import type { Preferences } from './prefer.js';
import { Random } from './random.js';

/** What an answer is made for. */
export interface Asked {
  readonly operation: ServedOperation;
  readonly chosen: ChosenResponse;
  readonly accept: string | undefined;
  readonly preferences: Preferences;
}

const attempts = 40;

function isJson(mediaType: string): boolean {
  return /[/+]json$/.test(mediaType);
}

function isText(mediaType: string): boolean {
  return mediaType.startsWith('text/') || mediaType === 'application/x-www-form-urlencoded';
}

/** The value as it is carried by the media type: JSON as it is, text as text, all else as bytes. */
function bodyOf(value: Json, mediaType: string): unknown {
  if (isJson(mediaType) || mediaType.includes('*')) return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return isText(mediaType) ? text : new TextEncoder().encode(text);
}

/** Makes answers that the contract declares: from its examples, else from its schemas by a seed. */
export class AnswerMaker {
  readonly #service: LoadedService;
  readonly #document: Document;
  readonly #seed: string;

  constructor(service: LoadedService, document: Document, seed: string) {
    this.#service = service;
    this.#document = document;
    this.#seed = seed;
  }

  /** Errors: ProblemError 400, 406, and 500 where the contract's example breaks its schema or no value was found. */
  make(asked: Asked): ProxyResult {
    const media = this.#media(asked);
    if (media === undefined) return this.#encode(asked, {});
    const { mediaType } = media;
    const example = this.#example(media, asked.preferences);
    if (example !== undefined)
      return this.#encodeExample(asked, { body: bodyOf(example, mediaType), contentType: mediaType });
    return this.#fromSchema(asked, media);
  }

  /** Of the types that are accepted the first with the wanted example, else the first. */
  #media({ operation, chosen, accept, preferences }: Asked): MediaType | undefined {
    const content = contentOf(chosen.response.content);
    const types = content.map(({ mediaType }) => mediaType);
    const order = this.#service.acceptable(types, accept);
    if (order.length === 0 && chosen.status < 400) this.#service.negotiate(operation, accept);
    const candidates = (order.length > 0 ? order : types).flatMap(
      (type) => content.find(({ mediaType }) => mediaType === type) ?? [],
    );
    const { example } = preferences;
    if (example === undefined) return candidates[0];
    const named = candidates.find(({ place }) => examplesAt(place, this.#document).has(example));
    return named ?? this.#refuseExample(candidates, chosen, example);
  }

  #refuseExample(content: readonly MediaType[], { response }: ChosenResponse, example: string): never {
    const { ProblemError, problem } = this.#service;
    const names = content.flatMap(({ place }) => [...examplesAt(place, this.#document).keys()]);
    const known = names.filter((name) => name !== unnamed).join(', ') || 'none with a name';
    const detail = `the response ${response.status} has no example '${example}'; it has ${known}`;
    throw new ProblemError(problem(400, detail));
  }

  #example({ place }: MediaType, { example, dynamic }: Preferences): Json | undefined {
    const examples = examplesAt(place, this.#document);
    if (example !== undefined) return examples.get(example);
    return dynamic === true ? undefined : [...examples.values()][0];
  }

  #encodeExample(asked: Asked, answer: Partial<Answer>): ProxyResult {
    const { UndeclaredAnswer, ProblemError, problem } = this.#service;
    try {
      return this.#encode(asked, answer);
    } catch (error) {
      if (!(error instanceof UndeclaredAnswer)) throw error;
      throw new ProblemError(
        problem(500, `the example of the contract cannot be answered: ${error.message}`),
      );
    }
  }

  /** Makes values until one keeps the contract: what keywords ask together is more than the making looks at. */
  #fromSchema(asked: Asked, media: MediaType): ProxyResult {
    const { UndeclaredAnswer, ProblemError, problem } = this.#service;
    const { mediaType, schema } = media;
    const { dynamic } = asked.preferences;
    let reason = '';
    for (let attempt = 0; attempt < attempts; attempt++) {
      const useExamples = dynamic !== true && attempt < attempts / 2;
      try {
        const seed = `${mediaType} ${attempt}`;
        const body = bodyOf(this.#value(asked, schema, { seed, useExamples }), mediaType);
        return this.#encode(asked, { body, contentType: mediaType });
      } catch (error) {
        if (!(error instanceof UndeclaredAnswer) && !(error instanceof TooLarge)) throw error;
        reason = error.message === '' ? 'its values are nested too deep' : error.message;
      }
    }
    const detail = `no value could be made from the schema (${reason}): give the response an example`;
    throw new ProblemError(problem(500, detail));
  }

  #value(
    { operation, chosen }: Asked,
    schema: Schema | undefined,
    made: { readonly seed: string; readonly useExamples: boolean },
  ): Json {
    if (schema === undefined) return {};
    const seed = `${this.#seed} ${operation.operationId} ${chosen.status} ${made.seed}`;
    return new ValueMaker(new Random(seed), { ...made, direction: 'response' }).make(schema);
  }

  #encode(asked: Asked, answer: Partial<Answer>): ProxyResult {
    const { operation, chosen, accept } = asked;
    const headers = this.#headers(asked);
    return this.#service.encodeAnswer(operation, { ...answer, status: chosen.status, headers }, accept);
  }

  /** Values, which the service writes as their style has it. */
  #headers(asked: Asked): Record<string, Json> {
    const headers: Record<string, Json> = {};
    for (const [name, { place, schema, content }] of asked.chosen.response.headers) {
      // The body says what it is (OpenAPI 3.1, 4.8.17: a Content-Type header is ignored).
      if (name === 'content-type') continue;
      const [example] = examplesAt(place, this.#document).values();
      headers[name] =
        example ?? this.#value(asked, schema ?? content?.schema, { seed: name, useExamples: true });
    }
    return headers;
  }
}
