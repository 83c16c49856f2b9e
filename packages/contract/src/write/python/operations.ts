import type {
  CodecOptions,
  Contract,
  Header,
  MediaType,
  Operation,
  Parameter,
  Response,
} from '../../model.js';
import { pascalCase } from '../../read/name-schemas.js';
import { headersOf, isNeeded } from '../answer-headers.js';
import { bodyTypeOf } from '../body-types.js';
import { answerContent, contentOf, groups, parametersOf } from '../operation-types.js';
import { OpenEnums } from '../schemas/open-enums.js';
import { codecOptions } from '../schemas/schema-texts.js';
import { Definitions } from './definitions.js';
import { docstring, pyLiteral, pyString } from './literal.js';
import { PythonNames, snakeCase } from './names.js';
import { OperationTable } from './operation-table.js';
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
  readonly #table: OperationTable;

  constructor(contract: Contract, given: CodecOptions) {
    this.#contract = contract;
    const options = codecOptions(contract, given);
    this.definitions = new Definitions(options);
    const open = OpenEnums.of(contract, options.openEnums);
    this.#table = new OperationTable(this.definitions, open);
    this.types = new PythonTypes(open);
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
      this.#table.entry(operation),
    ]);
    return `OPERATIONS: dict[str, dict[str, Any]] = ${pyLiteral(Object.fromEntries(entries))}\n`;
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
      members.push(...contentTypeMember(content));
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
      return [key, required ? type : `NotRequired[${type}]`] as const;
    });
    return typedDict(name, entries);
  }

  #bodyType(content: readonly MediaType[], direction: 'request' | 'response'): string {
    const types = content.map((media) => {
      const kind = bodyTypeOf(media, direction);
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
    const classes = operation.responses.flatMap((response) => {
      const { status } = response;
      const name = `${type}Answer${pascalCase(status).replace(/^N(?=\d)/, '')}`;
      names.push(name);
      const content = answerContent(operation, response);
      const headers = this.#headers(`${name}Headers`, response);
      const lines = [
        `    status: ${/^\d{3}$/.test(status) ? `Literal[${status}]` : 'int'}\n`,
        `    headers: ${headers.type}\n`,
        ...(content.length === 0 ? [] : [`    body: ${this.#bodyType(content, 'response')}\n`]),
        ...contentTypeMember(content),
      ];
      return [...headers.declarations, `class ${name}(TypedDict):\n${lines.join('')}`];
    });
    const union = names.join(' | ') || 'Never';
    return [...classes, `${type}Result: TypeAlias = ${pyString(union)}\n`];
  }

  /** Those that the contract declares; a TypedDict that extends the one of an answer may have others too. */
  #headers(name: string, response: Response): { readonly type: string; readonly declarations: string[] } {
    const headers = headersOf(response);
    if (headers.length === 0) return { type: 'NotRequired[Mapping[str, str]]', declarations: [] };
    const entries = headers.map(([key, header]) => {
      const type = this.#headerType(key, header);
      return [key, isNeeded(key, header) ? type : `NotRequired[${type}]`] as const;
    });
    const isNeededAtAll = headers.some(([key, header]) => isNeeded(key, header));
    return {
      type: isNeededAtAll ? name : `NotRequired[${name}]`,
      declarations: [typedDict(name, entries)],
    };
  }

  #headerType(name: string, { schema, content }: Header): string {
    if (name === 'set-cookie') return 'str | list[str]';
    const of = schema ?? content?.schema;
    return of === undefined ? 'Any' : this.types.use(of, { direction: 'response', prefix: 'models.' });
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

/** Says which media type a body is of, where the contract leaves it open: it has several, or a range. */
function contentTypeMember(content: readonly MediaType[]): string[] {
  const isOpen = content.some(({ mediaType }) => mediaType.includes('*'));
  if (!isOpen && content.length < 2) return [];
  return [`    content_type: NotRequired[${isOpen ? 'str' : literals(content)}]\n`];
}

function literals(content: readonly MediaType[]): string {
  return `Literal[${content.map(({ mediaType }) => pyString(mediaType)).join(', ')}]`;
}

function typedDict(name: string, entries: readonly (readonly [key: string, type: string])[]): string {
  const members = entries.map(([key, type]) => `        ${pyString(key)}: ${pyString(type)},\n`);
  return `${name} = TypedDict(\n    ${pyString(name)},\n    {\n${members.join('')}    },\n)\n`;
}
