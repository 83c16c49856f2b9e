import type { CodecOptions, Contract, Operation, Parameter } from '../model.js';
import { writeApiGateway } from './api-gateway.js';
import { writeCallbackCalls } from './callbacks.js';
import { headerOf } from './client.js';
import { copiedRuntime } from './copied-runtime.js';
import { defaultOf } from './default-of.js';
import { writeEvents } from './events.js';
import type { GeneratedFile } from './generated-file.js';
import { operationComment } from './operation-comment.js';
import { contentOf, groups, isJsonContent, OperationTypes, parametersOf } from './operation-types.js';
import { parameterShapes } from './parameter-shapes.js';
import { comment, dataText, propertyKey, quote } from './quote.js';
import { routes } from './routes.js';
import { SchemaPlan } from './schemas/plan-schemas.js';
import { isSecretParameter, secretNames } from './secrets.js';
import { schemeFormat, usedSchemes } from './security-formats.js';
import { seeTag } from './see-tag.js';
import { formFormat, formType } from './shapes.js';

function servedParameter(operation: Operation, parameter: Parameter, types: OperationTypes): string {
  const { name, in: location, style, explode, required, content } = parameter;
  const codec = types.parameter(operation, parameter)?.codec ?? 'null';
  const fallback = defaultOf(parameter);
  const source = {
    name,
    in: location,
    style,
    explode,
    json: isJsonContent(content),
    ...parameterShapes(operation, parameter),
    group: groups[location],
    required,
    ...(fallback !== undefined && { default: fallback.value }),
    ...(isSecretParameter(parameter) && { secret: true }),
  };
  return `      { ...${dataText(source)}, codec: ${codec} },\n`;
}

function servedBody(operation: Operation, types: OperationTypes): string {
  const { requestBody } = operation;
  if (requestBody === undefined) return 'null';
  const hint = `${operation.operationId} body`;
  const declared = contentOf(requestBody.content);
  const content = declared.map(
    (each) => `${propertyKey(each.mediaType)}: ${types.bodyCodec(each, 'request', hint)}`,
  );
  const form = declared.find(({ mediaType }) => mediaType === formType);
  const multipart = types.multipart(operation);
  const maxBytes = operation.extensions.get('x-max-body-bytes');
  const members = [
    `required: ${requestBody.required}`,
    `content: { ${content.join(', ')} }`,
    ...(form === undefined ? [] : [`form: ${dataText(formFormat(form))}`]),
    ...(multipart === undefined ? [] : [`multipart: ${multipart}`]),
    ...(typeof maxBytes === 'number' ? [`maxBytes: ${maxBytes}`] : []),
  ];
  return `{ ${members.join(', ')} }`;
}

/** A member for an extension whose value is a text, on a line of its own. */
function textExtension({ extensions }: Operation, extension: string, member: string): string {
  const value = extensions.get(extension);
  return typeof value === 'string' ? `\n      ${member}: ${quote(value)},` : '';
}

function servedOperation(operation: Operation, types: OperationTypes): string {
  const security = operation.security.map((requirement) => Object.fromEntries(requirement));
  const headers = types.responseHeaders(operation);
  const parameters = parametersOf(operation).map((each) => servedParameter(operation, each, types));
  return `    ${propertyKey(operation.operationId)}: {
      operationId: ${quote(operation.operationId)},
      security: ${dataText(security)},
      parameters: [\n${parameters.join('')}      ],
      body: ${servedBody(operation, types)},
      responses: ${types.responseCodecs(operation)},${headers === undefined ? '' : `\n      headers: ${headers},`}
      deprecated: ${operation.deprecated},
      sunset: ${operation.sunset === undefined ? 'null' : quote(operation.sunset)},${textExtension(operation, 'x-deprecated-at', 'deprecatedAt')}${textExtension(operation, 'x-successor', 'successor')}
    },
`;
}

function writeContract(contract: Contract, types: OperationTypes): GeneratedFile {
  const members = contract.operations.map((operation) => {
    const { operationId } = operation;
    const about = operationComment(operation, '  ');
    const response = types.result(operation, { contentType: true });
    return `${about}  readonly ${propertyKey(operationId)}: { readonly request: ${types.request(operation)}; readonly response: ${response} };\n`;
  });
  const schemes = Object.fromEntries(usedSchemes(contract).map((each) => [each.name, schemeFormat(each)]));
  const operations = contract.operations.map((operation) => servedOperation(operation, types));
  const imports = types.imports();
  const schemas = imports.length === 0 ? '' : `import { ${imports.join(', ')} } from './schemas.js';\n`;
  const text = `${headerOf(contract)}import type * as runtime from './runtime/server/handler.js';
${schemas}
${comment([`Every operation of ${contract.service}: what a handler gets and what it may answer.`, seeTag(contract.externalDocs)])}export interface Contract {
${members.join('\n')}}

${routes(contract)}
export const contract: runtime.ServedContract<Contract> = {
  service: ${quote(contract.service)},
  version: ${quote(contract.version)},
  secrets: ${dataText(secretNames(contract))},
  schemes: ${dataText(schemes)} as const,
  route,
  operations: {
${operations.join('')}  },
};
`;
  return { path: 'contract.ts', text };
}

/** What a service needs of its own contract: everything below its `gen/`. */
export function writeService(contract: Contract, options: CodecOptions = {}): GeneratedFile[] {
  const plan = SchemaPlan.of(contract, options, 'server');
  for (const [name, schema] of contract.schemas) plan.export(schema, 'response', name);
  const table = writeContract(contract, new OperationTypes(plan, 'server'));
  const events = writeEvents(contract, new OperationTypes(plan, 'server'));
  const callbacks = writeCallbackCalls(contract, plan);
  return [
    ...plan.files(headerOf(contract)),
    table,
    events,
    ...callbacks,
    writeApiGateway(contract),
    ...copiedRuntime('server'),
    ...copiedRuntime('codec'),
    ...copiedRuntime('testing'),
  ];
}
