import type { Contract, Operation } from '../model.js';
import { pascalCase } from '../read/name-schemas.js';
import { copiedRuntime } from './copied-runtime.js';
import { writeEvents } from './events.js';
import type { GeneratedFile } from './generated-file.js';
import { type OperationName, operationNames } from './operation-names.js';
import { contentOf, OperationTypes, parametersOf } from './operation-types.js';
import { comment, quote } from './quote.js';
import { SchemaPlan } from './schemas/plan-schemas.js';
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

function parameterFormats(operation: Operation): string {
  const formats = parametersOf(operation).map(
    ({ name, in: location, style, explode, allowReserved, content }) =>
      JSON.stringify({ name, in: location, style, explode, allowReserved, json: content !== undefined }),
  );
  return formats.length === 0 ? '[]' : `[\n${formats.map((each) => `    ${each},\n`).join('')}  ]`;
}

function formText({ requestBody }: Operation): string {
  const form = contentOf(requestBody?.content ?? []).find(({ mediaType }) => mediaType === formType);
  return form === undefined ? '' : `\n  form: ${JSON.stringify(formEncodings(form))},`;
}

function functionOf(operation: Operation, name: OperationName, types: OperationTypes): string {
  const { operationId, summary, description, deprecated, place, method, path } = operation;
  const about = comment([
    summary,
    description,
    `\`${method.toUpperCase()} ${path}\``,
    deprecated ? '@deprecated' : undefined,
    `@see ${place.file}:${place.line}`,
  ]);
  const request = types.request(operation);
  const optional = request === 'Record<never, never>' || !/^ {2}readonly \w+:/m.test(request);
  const bodies = contentOf(operation.requestBody?.content ?? []).map(({ mediaType }) => quote(mediaType));
  const result = types.result(operation, () => 'readonly headers: Readonly<Record<string, string>>');
  return `export ${request.startsWith('{') ? `interface ${name.type}Request ${request}` : `type ${name.type}Request = ${request};`}

export type ${name.type}Result =${result.startsWith('\n') ? result : ` ${result}`};

const ${name.format}: runtime.OperationFormat = {
  operationId: ${quote(operationId)},
  method: ${quote(method.toUpperCase())},
  path: ${quote(path)},
  repeatable: ${isRepeatable(operation)},
  secured: ${operation.security.length > 0},
  parameters: ${parameterFormats(operation)},
  body: [${bodies.join(', ')}],${formText(operation)}
  responses: ${types.responseCodecs(operation)},
};

${about}export function ${name.function}(
  client: runtime.Client,
  request: ${name.type}Request${optional ? ' = {}' : ''},
  options: runtime.CallOptions = {},
): Promise<${name.type}Result> {
  return call<${name.type}Result>(client, ${name.format}, { request, options });
}
`;
}

type Names = ReturnType<typeof operationNames>;

function writeOperations(names: Names, contract: Contract, types: OperationTypes): GeneratedFile {
  const functions = Array.from(names, ([operation, name]) => functionOf(operation, name, types));
  const imports = types.imports();
  const schemas = imports.length === 0 ? '' : `import { ${imports.join(', ')} } from './schemas.js';\n`;
  // A schema may be called Client: what is the runtime's own is named through it.
  const runtime = `import { call } from './runtime/client/call.js';
import type * as runtime from './runtime/client/client.js';
`;
  return { path: 'operations.ts', text: [headerOf(contract) + runtime + schemas, ...functions].join('\n') };
}

/** `ordersClient(options)`: every operation bound to one server. */
function writeIndex(names: Names, contract: Contract): GeneratedFile {
  const camel = pascalCase(contract.service).replace(/^./, (first) => first.toLowerCase());
  const bound = Array.from(names.values(), ({ function: name, type }) => {
    return `    ${name}: (...args: Rest<typeof operations.${name}>): Promise<operations.${type}Result> => operations.${name}(client, ...args),\n`;
  });
  const rest = 'type Rest<F> = F extends (client: Client, ...rest: infer R) => unknown ? R : never;\n';
  const text = `${headerOf(contract)}import { type Client, type ClientOptions, createClient } from './runtime/client/client.js';
import * as operations from './operations.js';

export type { CallOptions, Client, ClientOptions } from './runtime/client/client.js';
export { createClient } from './runtime/client/client.js';
export { type ClientCredentials, clientCredentials } from './runtime/client/client-credentials.js';
export { ClientError, type ClientErrorKind } from './runtime/client/client-error.js';
export { problems, type ValueProblem } from './runtime/codec/problems.js';
export * from './operations.js';
export * from './schemas.js';

${bound.length === 0 ? '' : `${rest}\n`}/** Every operation of ${contract.service}, bound to one server. */
export function ${camel}Client(options: ClientOptions)${bound.length === 0 ? ': Client' : ''} {
  const client = createClient(options);
${bound.length === 0 ? '  return client;\n' : `  return {\n${bound.join('')}  };\n`}}
`;
  return { path: 'index.ts', text };
}

/** The typed client of a contract: everything below the client package's `src/`. */
export function writeClient(contract: Contract): GeneratedFile[] {
  const names = operationNames(contract);
  const plan = new SchemaPlan();
  for (const [name, schema] of contract.schemas) plan.export(schema, 'response', name);
  const operations = writeOperations(names, contract, new OperationTypes(plan));
  const events = writeEvents(contract, new OperationTypes(plan));
  return [
    plan.write(headerOf(contract)),
    operations,
    events,
    writeIndex(names, contract),
    ...copiedRuntime('client'),
    ...copiedRuntime('codec'),
  ];
}
