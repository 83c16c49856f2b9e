import type { CodecOptions, Contract, Operation, SecurityScheme } from '../model.js';
import { pascalCase } from '../read/name-schemas.js';
import { callbacksOf, writeCallbackTypes } from './callbacks.js';
import {
  aliasOf,
  type ClientFunction,
  type ClientPart,
  isFunction,
  type Language,
  partsText,
} from './client-parts.js';
import { copiedRuntime } from './copied-runtime.js';
import { writeEvents } from './events.js';
import type { GeneratedFile } from './generated-file.js';
import { operationComment } from './operation-comment.js';
import { freeName, type OperationName, operationNames, reservedNames } from './operation-names.js';
import { contentOf, hasBytes, isJsonContent, OperationTypes, parametersOf } from './operation-types.js';
import { pagesFunctions } from './pagination.js';
import { comment, dataText, propertyKey, quote } from './quote.js';
import { SchemaPlan } from './schemas/plan-schemas.js';
import { credentialFormats, usedSchemes } from './security-formats.js';
import { seeTag } from './see-tag.js';
import { serverUrl } from './server-url.js';
import { formEncodings, formType } from './shapes.js';

/** The first line of every generated file: what it comes from. */
export function headerOf(contract: Contract): string {
  return `// Generated from ${contract.file.replaceAll(/[^\x20-\x7e]/g, '?')} by @atoll/contract. Do not edit.\n`;
}

const repeatableMethods = new Set(['get', 'head', 'put', 'delete', 'options', 'trace']);

/** Repeating a call is harmless by its method (RFC 9110, 9.2.2), or because an Idempotency-Key makes it so. */
function isRepeatable({ method, parameters }: Operation): boolean {
  return (
    repeatableMethods.has(method) ||
    parameters.some((each) => each.in === 'header' && each.name === 'idempotency-key')
  );
}

function parameterFormats(operation: Operation, types: OperationTypes): string {
  const formats = parametersOf(operation).map((parameter) => {
    const { name, in: location, style, explode, allowReserved, content } = parameter;
    const json = isJsonContent(content);
    const format = dataText({ name, in: location, style, explode, allowReserved, json });
    const codec = types.requestCodec(operation, parameter);
    return codec === undefined ? format : `${format.slice(0, -1)},"codec":${codec}}`;
  });
  return formats.length === 0 ? '[]' : `[\n${formats.map((each) => `    ${each},\n`).join('')}  ]`;
}

function formText({ requestBody }: Operation): string {
  const form = contentOf(requestBody?.content ?? []).find(({ mediaType }) => mediaType === formType);
  return form === undefined ? '' : `\n  form: ${dataText(formEncodings(form))},`;
}

function formatOf(operation: Operation, { contract, types }: Writing): string {
  const { operationId, deprecated, method, path } = operation;
  const bodies = contentOf(operation.requestBody?.content ?? []).map(({ mediaType }) => quote(mediaType));
  const bodyCodecs = types.bodyCodecs(operation);
  const multipart = types.multipart(operation);
  const headers = types.responseHeaders(operation);
  const security = credentialFormats(contract, operation);
  return `{
  operationId: ${quote(operationId)},
  method: ${quote(method.toUpperCase())},
  path: ${quote(path)},
  repeatable: ${isRepeatable(operation)},${deprecated ? '\n  deprecated: true,' : ''}
  security: ${dataText(security)},
  parameters: ${parameterFormats(operation, types)},
  body: [${bodies.join(', ')}],${bodyCodecs === undefined ? '' : `\n  bodyCodecs: ${bodyCodecs},`}${formText(operation)}${multipart === undefined ? '' : `\n  multipart: ${multipart},`}
  responses: ${types.responseCodecs(operation)},${headers === undefined ? '' : `\n  headers: ${headers},`}
}`;
}

function needsRequest(operation: Operation, types: OperationTypes): boolean {
  return operation.requestBody?.required === true || /^ {2}readonly \w+:/m.test(types.request(operation));
}

/** What the functions of one contract are written with. */
interface Writing {
  readonly contract: Contract;
  readonly types: OperationTypes;
  readonly nameOf: (wanted: string) => string;
}

/** The operation once more, where an answer has bytes: its result has them as a stream. */
function streamFunction(operation: Operation, name: OperationName, writing: Writing): ClientPart[] {
  if (!hasBytes(operation)) return [];
  const result = writing.types.result(operation, { streamed: true });
  if (!result.includes('ReadableStream<Uint8Array>')) return [];
  const streaming = writing.nameOf(`${name.function}Stream`);
  const type = `${pascalCase(streaming)}Result`;
  return [
    aliasOf(type, result),
    {
      kind: 'function',
      name: streaming,
      about: `/** ${name.function} with bodies of bytes as streams, which no time limit ends. */\n`,
      request: `${name.type}Request`,
      needsRequest: needsRequest(operation, writing.types),
      result: `Promise<${type}>`,
      body: `  return call<${type}>(client, ${name.format}, { request, options, streamed: true });\n`,
    },
  ];
}

function partsOf(operation: Operation, name: OperationName, writing: Writing): ClientPart[] {
  const { types } = writing;
  const about = operationComment(operation);
  const request = types.request(operation);
  return [
    request.startsWith('{') && request.endsWith('}')
      ? { kind: 'type', text: `export interface ${name.type}Request ${request}\n` }
      : aliasOf(`${name.type}Request`, request),
    aliasOf(`${name.type}Result`, types.result(operation)),
    { kind: 'format', name: name.format, value: formatOf(operation, writing) },
    {
      kind: 'function',
      name: name.function,
      about,
      request: `${name.type}Request`,
      needsRequest: needsRequest(operation, types),
      result: `Promise<${name.type}Result>`,
      body: `  return call<${name.type}Result>(client, ${name.format}, { request, options });\n`,
    },
    ...streamFunction(operation, name, writing),
    ...pagesFunctions(operation, name, writing),
  ];
}

type Names = ReturnType<typeof operationNames>;

export interface WrittenOperations {
  readonly functions: readonly ClientFunction[];
  text(language: Language): string;
}

/** The functions of operations; callbacks are written by them too. */
export function writeOperations(names: Names, contract: Contract, types: OperationTypes): WrittenOperations {
  const taken = new Set(Array.from(names.values(), (each) => [each.function, each.format]).flat());
  for (const name of reservedNames(contract)) taken.add(name);
  const nameOf = (wanted: string) => freeName(wanted, [''], taken);
  const parts = Array.from(names, ([operation, name]) =>
    partsOf(operation, name, { contract, types, nameOf }),
  ).flat();
  const functions = parts.filter(isFunction);
  const pages = functions.some(({ body }) => body.includes('pageRefused('));
  const text = (language: Language) => {
    if (parts.length === 0) return `${headerOf(contract)}export {};\n`;
    const head = importsOf(types.imports(), { language, pages });
    return [headerOf(contract) + head, partsText(parts, language)].filter((each) => each !== '').join('\n');
  };
  return { functions, text };
}

function importsOf(
  names: readonly string[],
  { language, pages }: { readonly language: Language; readonly pages: boolean },
): string {
  // A schema may be called Client: what is the runtime's own is named through it.
  const runtime = "import type * as runtime from './runtime/client/client.js';\n";
  const from = `{ ${names.join(', ')} } from './schemas.js';\n`;
  if (language === 'declared') return names.length === 0 ? runtime : `${runtime}import type ${from}`;
  return [
    "import { call } from './runtime/client/call.js';\n",
    language === 'typed' ? runtime : '',
    pages ? "import { pageRefused } from './runtime/client/page-refused.js';\n" : '',
    names.length === 0 ? '' : `import ${from}`,
  ].join('');
}

/** Types are named where that is short, which is what an editor shows and a type checker reads fastest. */
function boundFunction({ kind, name, request, needsRequest, result }: ClientFunction): string {
  if (kind !== 'function')
    return `    ${propertyKey(name)}: (...args: Rest<typeof operations.${name}>): ReturnType<typeof operations.${name}> => operations.${name}(client, ...args),\n`;
  const parameters = `request: operations.${request}${needsRequest ? '' : ' = {}'}, options: CallOptions = {}`;
  const type = result.replace('Promise<', 'Promise<operations.');
  return `    ${propertyKey(name)}: (${parameters}): ${type} => operations.${name}(client, request, options),\n`;
}

/** What the index names itself: a project may have the type checker refuse imports that nothing uses. */
function indexImports(contract: Contract, functions: readonly ClientFunction[]): string {
  const isCalled = functions.some(({ kind }) => kind === 'function');
  const namesClient = functions.length === 0 || functions.some(({ kind }) => kind !== 'function');
  const runtime = [
    ...(isCalled ? ['type CallOptions'] : []),
    ...(namesClient ? ['type Client'] : []),
    'type ClientOptions',
    'createClient',
  ];
  return [
    shownSchemes(contract).length === 0
      ? ''
      : "import type { AuthProvider } from './runtime/client/auth.js';\n",
    `import { ${runtime.join(', ')} } from './runtime/client/client.js';\n`,
    functions.length === 0 ? '' : "import type { ClientError } from './runtime/client/client-error.js';\n",
    functions.length === 0 ? '' : "import * as operations from './operations.js';\n",
  ].join('');
}

/** `ordersClient(options)`: every operation bound to one server. */
function writeIndex(
  names: Names,
  contract: Contract,
  of: { readonly functions: readonly ClientFunction[]; readonly schemas: readonly GeneratedFile[] },
): GeneratedFile {
  const { functions, schemas } = of;
  const moreTypes = ['brands', 'wire'].flatMap((name) =>
    schemas.some(({ path }) => path === `${name}.ts`)
      ? [`export type * as ${name} from './${name}.js';\n`]
      : [],
  );
  const camel = pascalCase(contract.service).replace(/^./, (first) => first.toLowerCase());
  const bound = functions.map(boundFunction);
  const generators = functions.some(({ kind }) => kind !== 'function');
  const rest = generators
    ? 'type Rest<F> = F extends (client: Client, ...rest: infer R) => unknown ? R : never;\n\n'
    : '';
  const text = `${headerOf(contract)}${indexImports(contract, functions)}
export type { AuthProvider, BasicCredential } from './runtime/client/auth.js';
export type { CallOptions, Client, ClientOptions } from './runtime/client/client.js';
export { createClient } from './runtime/client/client.js';
export { type ClientCredentials, clientCredentials } from './runtime/client/client-credentials.js';
export { ClientError, type ClientErrorKind } from './runtime/client/client-error.js';
export { problems, type ValueProblem } from './runtime/codec/problems.js';
${callbacksOf(contract).length === 0 ? '' : "export type { Callbacks } from './callbacks.js';\n"}export * from './operations.js';
export * from './schemas.js';
${moreTypes.join('')}
${serverUrl(contract)}${rest}${optionsType(names, contract, camel)}
${comment([`Every operation of ${contract.service}, bound to one server.`, seeTag(contract.externalDocs)])}export function ${camel}Client(options: ${pascalCase(camel)}ClientOptions)${bound.length === 0 ? ': Client' : ''} {
  const client = createClient(options);
${bound.length === 0 ? '  return client;\n' : `  return {\n${bound.join('')}  };\n`}}
`;
  return { path: 'index.ts', text };
}

/** Schemes whose credentials a request shows; a certificate is the connection's. */
function shownSchemes(contract: Contract): SecurityScheme[] {
  return usedSchemes(contract).filter(({ type }) => type !== 'mutualTLS');
}

/** Options with what the contract knows of credentials and answers. */
function optionsType(names: Names, contract: Contract, camel: string): string {
  const auth = shownSchemes(contract).map(
    ({ name, description }: SecurityScheme & { readonly description?: string }) =>
      `${comment([description], '    ')}    readonly ${propertyKey(name)}?: AuthProvider;\n`,
  );
  const fallbacks = Array.from(names, ([{ operationId }, { type }]) => {
    const result = `operations.${type}Result`;
    return `    readonly ${propertyKey(operationId)}?: (request: operations.${type}Request, error: ClientError) => ${result} | Promise<${result}>;\n`;
  });
  const members = [
    ...(auth.length === 0
      ? []
      : [
          `  /** One for every scheme, or one for each of the contract's. */\n  readonly auth?: AuthProvider | {\n${auth.join('')}  };\n`,
        ]),
    ...(fallbacks.length === 0
      ? []
      : [
          `  /** What to answer with where the service does not. */\n  readonly fallbacks?: {\n${fallbacks.join('')}  };\n`,
        ]),
  ];
  const omitted = [...(auth.length > 0 ? ["'auth'"] : []), ...(fallbacks.length > 0 ? ["'fallbacks'"] : [])];
  const base = omitted.length === 0 ? 'ClientOptions' : `Omit<ClientOptions, ${omitted.join(' | ')}>`;
  const own = members.length === 0 ? '' : ` & {\n${members.join('')}}`;
  return `export type ${pascalCase(camel)}ClientOptions = ${base}${own};\n`;
}

/** The typed client of a contract: everything below the client package's `src/`. */
export function writeClient(contract: Contract, options: CodecOptions = {}): GeneratedFile[] {
  const names = operationNames(contract);
  const plan = SchemaPlan.of(contract, options, 'client');
  for (const [name, schema] of contract.schemas) plan.export(schema, 'response', name);
  const operations = writeOperations(names, contract, new OperationTypes(plan, 'client'));
  const callbacks = writeCallbackTypes(contract, plan);
  const events = writeEvents(contract, new OperationTypes(plan, 'client'));
  const schemas = plan.files(headerOf(contract));
  const isTyped = schemas.some(({ path }) => path === 'schemas.ts');
  return [
    ...schemas,
    ...(isTyped
      ? [{ path: 'operations.ts', text: operations.text('typed') }]
      : [
          { path: 'operations.d.ts', text: operations.text('declared') },
          { path: 'operations.js', text: operations.text('plain') },
        ]),
    events,
    ...callbacks,
    writeIndex(names, contract, { functions: operations.functions, schemas }),
    ...copiedRuntime('client'),
    ...copiedRuntime('codec'),
  ];
}
