import type { Contract, Operation, Parameter, Schema } from '../model.js';
import { writeApiGateway } from './api-gateway.js';
import { headerOf } from './client.js';
import { copiedRuntime } from './copied-runtime.js';
import { writeEvents } from './events.js';
import type { GeneratedFile } from './generated-file.js';
import { groups, OperationTypes, parametersOf } from './operation-types.js';
import { comment, propertyKey, quote } from './quote.js';
import { SchemaPlan } from './schemas/plan-schemas.js';

interface Shape {
  readonly kind: 'text' | 'number' | 'boolean' | 'array' | 'object';
  readonly item?: Shape;
  readonly members?: Readonly<Record<string, Shape>>;
}

/** What the text of a parameter stands for: by its type, looked for through references and compositions. */
function shapeOf(schema: Schema | undefined, depth = 0): Shape {
  if (schema === undefined || depth > 8) return { kind: 'text' };
  const types = schema.types ?? [];
  if (types.includes('array') || schema.items !== undefined)
    return { kind: 'array', item: shapeOf(schema.items, depth + 1) };
  if (types.includes('object') || schema.properties !== undefined) {
    const members = Array.from(
      schema.properties ?? [],
      ([name, each]) => [name, shapeOf(each, depth + 1)] as const,
    );
    return { kind: 'object', members: Object.fromEntries(members) };
  }
  if (types.includes('string')) return { kind: 'text' };
  if (types.includes('number') || types.includes('integer')) return { kind: 'number' };
  if (types.includes('boolean')) return { kind: 'boolean' };
  const inner = [
    schema.ref,
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
  ].filter((each) => each !== undefined);
  return (
    inner.map((each) => shapeOf(each, depth + 1)).find(({ kind }) => kind !== 'text') ?? { kind: 'text' }
  );
}

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
  };
  return `      { ...${JSON.stringify(source)}, codec: ${codec} },\n`;
}

function servedBody(operation: Operation, types: OperationTypes): string {
  const { requestBody } = operation;
  if (requestBody === undefined) return 'null';
  const content = requestBody.content.map(
    ({ mediaType, schema }) =>
      `${quote(mediaType)}: ${schema === undefined ? 'null' : types.body(operation, schema)}`,
  );
  return `{ required: ${requestBody.required}, content: { ${content.join(', ')} } }`;
}

function servedOperation(operation: Operation, types: OperationTypes): string {
  const security = operation.security.map((requirement) => [...requirement.values()].flat());
  const parameters = parametersOf(operation).map((each) => servedParameter(operation, each, types));
  return `    ${propertyKey(operation.operationId)}: {
      operationId: ${quote(operation.operationId)},
      security: ${JSON.stringify(security)},
      parameters: [\n${parameters.join('')}      ],
      body: ${servedBody(operation, types)},
      responses: ${types.responseCodecs(operation)},
      deprecated: ${operation.deprecated},
      sunset: ${operation.sunset === undefined ? 'null' : quote(operation.sunset)},
    },
`;
}

/** A path as a test of segments: fixed ones are compared, those of parameters are taken; fixed ones come first. */
function routes(contract: Contract): string {
  const paths = [...new Set(contract.operations.map(({ path }) => path))];
  const fixed = (path: string) => path.split('/').filter((segment) => !segment.startsWith('{')).length;
  const tests = paths
    .sort((a, b) => fixed(b) - fixed(a))
    .map((path) => {
      const segments = path.split('/').slice(1);
      const conditions = [`segments.length === ${segments.length}`];
      const taken: string[] = [];
      for (const [index, segment] of segments.entries()) {
        if (/^\{[^}]*\}$/.test(segment))
          taken.push(`${quote(segment.slice(1, -1))}: segments[${index}] ?? ''`);
        else conditions.push(`segments[${index}] === ${quote(segment)}`);
      }
      const methods = contract.operations
        .filter((each) => each.path === path)
        .map(({ method, operationId }) => `${method.toUpperCase()}: ${quote(operationId)}`);
      return `  if (${conditions.join(' && ')}) return { methods: { ${methods.join(', ')} }, path: { ${taken.join(', ')} } };\n`;
    });
  return `function route(segments: readonly string[]): Route | undefined {\n${tests.join('')}  return undefined;\n}\n`;
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
    const response = types.result(operation, () => 'readonly headers?: Readonly<Record<string, string>>');
    return `${about}  readonly ${propertyKey(operationId)}: { readonly request: ${types.request(operation)}; readonly response: ${response} };\n`;
  });
  const operations = contract.operations.map((operation) => servedOperation(operation, types));
  const imports = types.imports();
  const schemas = imports.length === 0 ? '' : `import { ${imports.join(', ')} } from './schemas.js';\n`;
  const text = `${headerOf(contract)}import type { Route, ServedContract } from './runtime/server/handler.js';
${schemas}
/** Every operation of ${contract.service}: what a handler gets and what it may answer. */
export interface Contract {
${members.join('\n')}}

${routes(contract)}
export const contract: ServedContract<Contract> = {
  service: ${quote(contract.service)},
  version: ${quote(contract.version)},
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
