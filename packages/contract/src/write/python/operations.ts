import type {
  CodecOptions,
  Contract,
  Json,
  MediaType,
  Operation,
  Parameter,
  Response,
  Schema,
} from '../../model.js';
import { pascalCase } from '../../read/name-schemas.js';
import type { Shape } from '../../runtime/codec/shape.js';
import { bodyTypeOf } from '../body-types.js';
import { defaultOf } from '../default-of.js';
import { contentOf, groups, parametersOf } from '../operation-types.js';
import { OpenEnums } from '../schemas/open-enums.js';
import { codecOptions } from '../schemas/schema-texts.js';
import { shapeOf } from '../shapes.js';
import { Definitions } from './definitions.js';
import { docstring, pyLiteral, pyString } from './literal.js';
import { PythonNames, snakeCase } from './names.js';
import { PythonTypes } from './types.js';

/** What an operation is called in Python. */
export interface PythonName {
  readonly function: string;
  /** What the names of its types begin with. */
  readonly type: string;
}

/** Collects what the operations of a contract need and prints the parts of its modules. */
export class PythonOperations {
  readonly names: ReadonlyMap<Operation, PythonName>;
  readonly types: PythonTypes;
  readonly definitions: Definitions;
  readonly #contract: Contract;
  readonly #open: OpenEnums;

  constructor(contract: Contract, given: CodecOptions) {
    this.#contract = contract;
    const options = codecOptions(contract, given);
    this.definitions = new Definitions(options);
    this.#open = OpenEnums.of(contract, options.openEnums);
    this.types = new PythonTypes(this.#open);
    const functions = new PythonNames(['call', 'client', 'operations', 'serve']);
    const types = new PythonNames(['Handlers', 'Call', 'Any', 'Codecs']);
    this.names = new Map(
      contract.operations.map((operation) => {
        const name = functions.free(snakeCase(operation.operationId));
        return [operation, { function: name, type: types.free(pascalCase(name)) }] as const;
      }),
    );
    for (const schema of contract.schemas.values())
      if (schema.name !== undefined) this.types.use(schema, { direction: 'response', prefix: '' });
  }

  /** The operations as data. */
  table(): string {
    const entries = Array.from(this.names, ([operation, { function: name }]) => [
      name,
      this.#entry(operation),
    ]);
    return `OPERATIONS: dict[str, dict[str, Any]] = ${pyLiteral(Object.fromEntries(entries))}\n`;
  }

  #entry(operation: Operation): Json {
    const { operationId, method, path, security, deprecated, sunset, requestBody, extensions } = operation;
    const maxBytes = extensions.get('x-max-body-bytes');
    return {
      operationId,
      method: method.toUpperCase(),
      path,
      security: security.map((requirement) => [...requirement.values()].flat()),
      anonymous: security.some((requirement) => requirement.size === 0),
      parameters: parametersOf(operation).map((each) => this.#parameter(operation, each)),
      body:
        requestBody === undefined
          ? null
          : {
              required: requestBody.required,
              content: this.#bodyContent(operation, requestBody.content),
              ...(typeof maxBytes === 'number' && { maxBytes }),
            },
      responses: this.#responses(operation, (schema) => schema),
      ...(this.#hasOpenAnswers(operation) && {
        read: this.#responses(operation, (schema) => this.#open.opened(schema)),
      }),
      deprecated,
      sunset: sunset ?? null,
    };
  }

  #parameter(operation: Operation, parameter: Parameter): Json {
    const { name, in: location, style, explode, allowReserved, required, schema, content } = parameter;
    const described: Schema = schema ?? content?.schema ?? { place: parameter.place };
    const hint = `${operation.operationId} ${location} ${name}`;
    const fallback = defaultOf(parameter);
    return {
      name,
      in: location,
      group: groups[location],
      style,
      explode,
      allowReserved,
      required,
      json: content !== undefined,
      shape: shapeJson(shapeOf(schema)),
      schema: this.definitions.use(described, 'request', hint),
      ...(fallback !== undefined && { default: fallback.value }),
    };
  }

  #bodyContent(operation: Operation, content: readonly MediaType[]): Json {
    const entries = contentOf(content).map((media) => {
      const schema = checkedSchema(media);
      const key = schema && this.definitions.use(schema, 'request', `${operation.operationId} body`);
      return [media.mediaType, { schema: key ?? null, shape: shapeJson(shapeOf(media.schema)) }] as const;
    });
    return Object.fromEntries(entries);
  }

  /** Whether who calls takes more than who answers may write. */
  #hasOpenAnswers({ responses }: Operation): boolean {
    const schemas = responses.flatMap(({ content }) => contentOf(content)).map(checkedSchema);
    return schemas.some((schema) => schema !== undefined && this.#open.leads(schema));
  }

  #responses({ operationId, responses }: Operation, as: (schema: Schema) => Schema): Json {
    const keyOf = (schema: Schema, status: string) =>
      this.definitions.use(as(schema), 'response', `${operationId} ${status}`);
    const contentsOf = ({ status, content }: Response) =>
      contentOf(content).map((media) => {
        const schema = checkedSchema(media);
        return [media.mediaType, schema === undefined ? null : keyOf(schema, status)] as const;
      });
    return Object.fromEntries(
      responses.map((each) => [each.status, Object.fromEntries(contentsOf(each))] as const),
    );
  }

  /** The types of every operation, and the protocol of their handlers. */
  declarations(): string {
    const types = Array.from(this.names, ([operation, name]) => this.#operationTypes(operation, name));
    const methods = Array.from(this.names, ([operation, { function: name, type }]) => {
      const { summary, description, method, path, deprecated } = operation;
      const about = [
        summary,
        description,
        `${method.toUpperCase()} ${path}`,
        deprecated ? 'Deprecated.' : undefined,
      ];
      return `    def ${name}(self, request: ${type}Input) -> ${type}Result:\n${docstring(about, '        ')}        ...\n`;
    });
    const body = methods.length === 0 ? '    pass\n' : methods.join('\n');
    return `${types.join('\n\n')}\n\nclass Handlers(Protocol):\n    "One method for each operation: it gets decoded input and returns a declared answer."\n\n${body}`;
  }

  #operationTypes(operation: Operation, { type }: PythonName): string {
    const parts: string[] = [];
    const members: string[] = [];
    for (const [location, group] of Object.entries(groups)) {
      const parameters = parametersOf(operation).filter((each) => each.in === location);
      if (parameters.length === 0) continue;
      const name = `${type}${pascalCase(group)}`;
      parts.push(this.#group(name, parameters));
      members.push(
        `    ${group}: ${parameters.some(({ required }) => required) ? name : `NotRequired[${name}]`}\n`,
      );
    }
    const { requestBody } = operation;
    if (requestBody !== undefined) {
      const content = contentOf(requestBody.content);
      const body = this.#bodyType(content, 'request');
      members.push(`    body: ${requestBody.required ? body : `NotRequired[${body}]`}\n`);
      if (content.length > 1) members.push(`    content_type: NotRequired[${literals(content)}]\n`);
    }
    const request = `class ${type}Request(TypedDict):\n${members.join('') || '    pass\n'}`;
    const input = `class ${type}Input(${type}Request):\n    call: Call\n`;
    return [...parts, request, input, ...this.#results(operation, type)].join('\n\n');
  }

  #group(name: string, parameters: readonly Parameter[]): string {
    const entries = parameters.map(({ name: key, required, schema, content }) => {
      const described = schema ?? content?.schema;
      const type =
        described === undefined
          ? 'Any'
          : this.types.use(described, { direction: 'request', prefix: 'models.' });
      return `        ${pyString(key)}: ${pyString(required ? type : `NotRequired[${type}]`)},\n`;
    });
    return `${name} = TypedDict(\n    ${pyString(name)},\n    {\n${entries.join('')}    },\n)\n`;
  }

  #bodyType(content: readonly MediaType[], direction: 'request' | 'response'): string {
    const types = content.map((media) => {
      const kind = bodyTypeOf(media);
      if (kind === 'bytes' || kind === 'multipart') return 'bytes';
      if (kind === 'text') return 'str';
      return media.schema === undefined
        ? 'Any'
        : this.types.use(media.schema, { direction, prefix: 'models.' });
    });
    return types.includes('Any') || types.length === 0 ? 'Any' : [...new Set(types)].join(' | ');
  }

  #results(operation: Operation, type: string): string[] {
    const names: string[] = [];
    const classes = operation.responses.map(({ status, content: declared }) => {
      const name = `${type}Answer${pascalCase(status).replace(/^N(?=\d)/, '')}`;
      names.push(name);
      const content = contentOf(declared);
      const lines = [
        `    status: ${/^\d{3}$/.test(status) ? `Literal[${status}]` : 'int'}\n`,
        '    headers: NotRequired[Mapping[str, str]]\n',
        ...(content.length === 0 ? [] : [`    body: ${this.#bodyType(content, 'response')}\n`]),
        ...(content.length < 2 ? [] : [`    content_type: NotRequired[${literals(content)}]\n`]),
      ];
      return `class ${name}(TypedDict):\n${lines.join('')}`;
    });
    const union = names.join(' | ') || 'Never';
    return [...classes, `${type}Result: TypeAlias = ${pyString(union)}\n`];
  }

  /** Client functions, one for each operation. */
  functions(): string {
    const functions = Array.from(this.names, ([operation, { function: name, type }]) => {
      const { summary, description, method, path, deprecated, place } = operation;
      const about = docstring(
        [
          summary,
          description,
          `${method.toUpperCase()} ${path}`,
          deprecated ? 'Deprecated.' : undefined,
          `See ${place.file}:${place.line}`,
        ],
        '    ',
      );
      const [request, result] = [`operations.${type}Request`, `operations.${type}Result`];
      const given = `call(client, operations.OPERATIONS[${pyString(name)}], operations.CODECS, request)`;
      return `def ${name}(client: Client, request: ${request}) -> ${result}:\n${about}    result: ${result} = ${given}\n    return result\n`;
    });
    return functions.join('\n\n');
  }

  get contract(): Contract {
    return this.#contract;
  }
}

/** A shape as Python has it, whose dicts inherit no names. */
function shapeJson({ kind, item, members, inherited = [], rest }: Shape): Json {
  const all = [...Object.entries(members ?? {}), ...inherited];
  return {
    kind,
    ...(item !== undefined && { item: shapeJson(item) }),
    ...(members !== undefined && {
      members: Object.fromEntries(all.map(([name, each]) => [name, shapeJson(each)])),
    }),
    ...(rest !== undefined && { rest: shapeJson(rest) }),
  };
}

/** The schema that a body is checked by; bytes and plain text are checked by none. */
function checkedSchema(media: MediaType): Schema | undefined {
  const kind = bodyTypeOf(media);
  return kind === 'schema' || kind === 'any' ? media.schema : undefined;
}

function literals(content: readonly MediaType[]): string {
  return `Literal[${content.map(({ mediaType }) => pyString(mediaType)).join(', ')}]`;
}
