import type { Contract, Operation, Parameter, Response } from '../model.js';
import { pascalCase } from '../read/name-schemas.js';
import { writeApiGateway } from './api-gateway.js';
import { headerOf } from './client.js';
import { copiedRuntime } from './copied-runtime.js';
import { writeEvents } from './events.js';
import type { GeneratedFile } from './generated-file.js';
import { contentOf, groups, OperationTypes, parametersOf } from './operation-types.js';
import { comment, propertyKey, quote } from './quote.js';
import { routes } from './routes.js';
import { SchemaPlan } from './schemas/plan-schemas.js';
import { isSecretParameter, secretNames } from './secrets.js';
import { formFormat, formType, shapeOf } from './shapes.js';

function servedParameter(operation: Operation, parameter: Parameter, types: OperationTypes): string {
  const { name, in: location, style, explode, required, schema, content } = parameter;
  const codec = types.parameter(operation, parameter)?.codec ?? 'null';
  const source = {
    name,
    in: location,
    style,
    explode,
    json: content !== undefined,
    shape: shapeOf(schema),
    group: groups[location],
    required,
    ...(isSecretParameter(parameter) && { secret: true }),
  };
  return `      { ...${JSON.stringify(source)}, codec: ${codec} },\n`;
}

function servedBody(operation: Operation, types: OperationTypes): string {
  const { requestBody } = operation;
  if (requestBody === undefined) return 'null';
  const hint = pascalCase(`${operation.operationId} body`);
  const declared = contentOf(requestBody.content);
  const content = declared.map(
    (each) => `${quote(each.mediaType)}: ${types.bodyCodec(each, 'request', hint)}`,
  );
  const form = declared.find(({ mediaType }) => mediaType === formType);
  const format = form === undefined ? '' : `, form: ${JSON.stringify(formFormat(form))}`;
  return `{ required: ${requestBody.required}, content: { ${content.join(', ')} }${format} }`;
}

function servedOperation(operation: Operation, types: OperationTypes): string {
  const security = operation.security.map((requirement) => [...requirement.values()].flat());
  const parameters = parametersOf(operation).map((each) => servedParameter(operation, each, types));
  return `    ${propertyKey(operation.operationId)}: {
      operationId: ${quote(operation.operationId)},
      security: ${JSON.stringify(security)},
      anonymous: ${operation.security.some((requirement) => requirement.size === 0)},
      parameters: [\n${parameters.join('')}      ],
      body: ${servedBody(operation, types)},
      responses: ${types.responseCodecs(operation)},
      deprecated: ${operation.deprecated},
      sunset: ${operation.sunset === undefined ? 'null' : quote(operation.sunset)},
    },
`;
}

/** Besides status and body; where the body may be of several types, the handler may say which it is. */
function answerMembers({ content }: Response): string {
  const headers = 'readonly headers?: Readonly<Record<string, string>>';
  const types = contentOf(content).map(({ mediaType }) => quote(mediaType));
  return types.length < 2 ? headers : `${headers}; readonly contentType?: ${types.join(' | ')}`;
}

function writeContract(contract: Contract, types: OperationTypes): GeneratedFile {
  const members = contract.operations.map((operation) => {
    const { summary, description, method, path, place, operationId, deprecated } = operation;
    const about = comment(
      [
        summary,
        description,
        `\`${method.toUpperCase()} ${path}\``,
        deprecated ? '@deprecated' : undefined,
        `@see ${place.file}:${place.line}`,
      ],
      '  ',
    );
    const response = types.result(operation, answerMembers);
    return `${about}  readonly ${propertyKey(operationId)}: { readonly request: ${types.request(operation)}; readonly response: ${response} };\n`;
  });
  const operations = contract.operations.map((operation) => servedOperation(operation, types));
  const imports = types.imports();
  const schemas = imports.length === 0 ? '' : `import { ${imports.join(', ')} } from './schemas.js';\n`;
  const text = `${headerOf(contract)}import type * as runtime from './runtime/server/handler.js';
${schemas}
/** Every operation of ${contract.service}: what a handler gets and what it may answer. */
export interface Contract {
${members.join('\n')}}

${routes(contract)}
export const contract: runtime.ServedContract<Contract> = {
  service: ${quote(contract.service)},
  version: ${quote(contract.version)},
  secrets: ${JSON.stringify(secretNames(contract))},
  route,
  operations: {
${operations.join('')}  },
};
`;
  return { path: 'contract.ts', text };
}

/** What a service needs of its own contract: everything below its `gen/`. */
export function writeService(contract: Contract): GeneratedFile[] {
  const plan = new SchemaPlan();
  for (const [name, schema] of contract.schemas) plan.export(schema, 'response', name);
  const table = writeContract(contract, new OperationTypes(plan));
  const events = writeEvents(contract, new OperationTypes(plan));
  return [
    plan.write(headerOf(contract)),
    table,
    events,
    writeApiGateway(contract),
    ...copiedRuntime('server'),
    ...copiedRuntime('codec'),
    ...copiedRuntime('testing'),
  ];
}
