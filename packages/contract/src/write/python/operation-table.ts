import type {
  Header,
  Json,
  MediaType,
  Operation,
  Parameter,
  RequestBody,
  Response,
  Schema,
} from '../../model.js';
import type { FormEncodings } from '../../runtime/client/form.js';
import type { Shape } from '../../runtime/codec/shape.js';
import { headersOf } from '../answer-headers.js';
import { bodyTypeOf } from '../body-types.js';
import { defaultOf } from '../default-of.js';
import { answerContent, contentOf, groups, isJsonContent, parametersOf } from '../operation-types.js';
import { parameterShapes } from '../parameter-shapes.js';
import type { OpenEnums } from '../schemas/open-enums.js';
import type { Direction } from '../schemas/variant.js';
import { formEncodings, formType, shapeOf } from '../shapes.js';
import type { Definitions } from './definitions.js';

type Members = { readonly [name: string]: Json };

/** What the runtime knows of the operations of a contract; what is as it is by default is left out. */
export class OperationTable {
  readonly #definitions: Definitions;
  readonly #open: OpenEnums;

  /** @param open the enums that answers may have further values of; handlers' answers are held to the known ones. */
  constructor(definitions: Definitions, open: OpenEnums) {
    this.#definitions = definitions;
    this.#open = open;
  }

  entry(operation: Operation): Json {
    const { operationId, method, path, security, deprecated, sunset, requestBody, extensions } = operation;
    const headers = this.#headers(operation);
    return {
      operationId,
      method: method.toUpperCase(),
      path,
      security: security.map((requirement) => [...requirement.values()].flat()),
      anonymous: security.some((requirement) => requirement.size === 0),
      parameters: parametersOf(operation).map((each) => this.#parameter(operation, each)),
      body: requestBody === undefined ? null : this.#body(operation, requestBody),
      responses: this.#responses(operation, (schema) => schema),
      ...(this.#hasOpenAnswers(operation) && {
        read: this.#responses(operation, (schema) => this.#open.opened(schema)),
      }),
      ...(Object.keys(headers).length > 0 && { headers }),
      deprecated,
      ...textMember('deprecatedAt', extensions.get('x-deprecated-at')),
      sunset: sunset ?? null,
      ...textMember('successor', extensions.get('x-successor')),
    };
  }

  #parameter(operation: Operation, parameter: Parameter): Json {
    const { name, in: location, style, explode, allowReserved, required, schema, content } = parameter;
    const described: Schema = schema ?? content?.schema ?? { place: parameter.place };
    const hint = `${operation.operationId} ${location} ${name}`;
    const { shape, shapes = [], others } = parameterShapes(operation, parameter);
    const fallback = defaultOf(parameter);
    return {
      name,
      in: location,
      group: groups[location],
      style,
      explode,
      ...(allowReserved && { allowReserved }),
      required,
      ...(isJsonContent(content) && { json: true }),
      ...shapeMember(shape),
      ...(shapes.length > 0 && { shapes: shapes.map(shapeJson) }),
      schema: this.#definitions.use(described, 'request', hint),
      ...(fallback !== undefined && { default: fallback.value }),
      ...(others !== undefined && { others }),
    };
  }

  #body({ operationId, extensions }: Operation, { required, content }: RequestBody): Json {
    const declared = contentOf(content);
    const maxBytes = extensions.get('x-max-body-bytes');
    const form = declared.find(({ mediaType }) => mediaType === formType);
    const entries = declared.map((media) => {
      const use = (schema: Schema) => this.#definitions.use(schema, 'request', `${operationId} body`);
      return [media.mediaType, bodyEntry(media, 'request', use)] as const;
    });
    return {
      required,
      content: Object.fromEntries(entries),
      ...(form !== undefined && { form: formJson(form) }),
      ...(typeof maxBytes === 'number' && { maxBytes }),
    };
  }

  /** Whether who calls takes more than who answers may write. */
  #hasOpenAnswers(operation: Operation): boolean {
    const content = operation.responses.flatMap((response) => answerContent(operation, response));
    const schemas = content.map((media) => checkedSchema(media, 'response'));
    return schemas.some((schema) => schema !== undefined && this.#open.leads(schema));
  }

  #responses(operation: Operation, as: (schema: Schema) => Schema): Json {
    const contentsOf = (response: Response) =>
      answerContent(operation, response).map((media) => {
        const hint = `${operation.operationId} ${response.status}`;
        const use = (schema: Schema) => this.#definitions.use(as(schema), 'response', hint);
        return [media.mediaType, bodyEntry(media, 'response', use)] as const;
      });
    return Object.fromEntries(
      operation.responses.map((each) => [each.status, Object.fromEntries(contentsOf(each))] as const),
    );
  }

  /** The declared headers of answers, by status. */
  #headers({ operationId, responses }: Operation): Members {
    const entries = responses.flatMap((response): [string, Json][] => {
      const hint = `${operationId} ${response.status} header`;
      const formats = headersOf(response).map(([name, header]) => this.#header(name, header, hint));
      return formats.length === 0 ? [] : [[response.status, formats]];
    });
    return Object.fromEntries(entries);
  }

  #header(name: string, { required, explode, schema, content }: Header, hint: string): Json {
    const of = schema ?? content?.schema;
    const use = (each: Schema) => this.#definitions.use(each, 'response', `${hint} ${name}`);
    return {
      name,
      ...(required && { required }),
      ...(explode && { explode }),
      ...(isJsonContent(content) && { json: true }),
      ...shapeMember(shapeOf(schema)),
      ...(of !== undefined && { schema: use(of) }),
      ...(of !== undefined && this.#open.leads(of) && { read: use(this.#open.opened(of)) }),
    };
  }
}

function textMember(name: string, value: unknown): Members {
  return typeof value === 'string' ? { [name]: value } : {};
}

/** A shape as Python has it, whose dicts inherit no names. */
function shapeJson({ kind, item, members, inherited = [], rest }: Shape): Json {
  const all = [...Object.entries(members ?? {}), ...inherited];
  return {
    kind,
    ...(item !== undefined && { item: shapeJson(item) }),
    ...(all.length > 0 && {
      members: Object.fromEntries(all.map(([name, each]) => [name, shapeJson(each)])),
    }),
    ...(rest !== undefined && { rest: shapeJson(rest) }),
  };
}

function shapeMember(shape: Shape): Members {
  return shape.kind === 'text' ? {} : { shape: shapeJson(shape) };
}

/** The schema that a body is checked by; bytes and plain text are checked by none. */
function checkedSchema(media: MediaType, direction: Direction): Schema | undefined {
  const kind = bodyTypeOf(media, direction);
  return kind === 'schema' || kind === 'any' ? media.schema : undefined;
}

/** The key of the schema that a body is checked by; what it is where a range does not say so; null: nothing is asked. */
function bodyEntry(media: MediaType, direction: Direction, use: (schema: Schema) => string): Json {
  const schema = checkedSchema(media, direction);
  if (schema !== undefined) return use(schema);
  const kind = bodyTypeOf(media, direction);
  return media.mediaType.includes('*') && (kind === 'text' || kind === 'bytes') ? { kind } : null;
}

function encodingsJson(encodings: FormEncodings): Members {
  const entries = encodings.flatMap(([name, { style, explode, allowReserved, json }]): [string, Json][] => {
    if (json) return [[name, { json }]];
    if (style === undefined) return [];
    return [[name, { style, explode, ...(allowReserved && { allowReserved }) }]];
  });
  return Object.fromEntries(entries);
}

function formJson(form: MediaType): Json {
  const encoding = encodingsJson(formEncodings(form));
  return { shape: shapeJson(shapeOf(form.schema)), ...(Object.keys(encoding).length > 0 && { encoding }) };
}
