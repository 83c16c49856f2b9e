import type { Contract, Json, Operation, Schema } from '../model.js';
import { type OperationName, operationNames } from '../write/operation-names.js';
import { contentOf, groups, parametersOf } from '../write/operation-types.js';
import { propertyAccess, propertyKey } from '../write/quote.js';
import { Decoding } from '../write/schemas/decoding.js';
import { codecOptions } from '../write/schemas/schema-texts.js';
import { sampleValue } from './sample-value.js';

function literal(value: Json): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  const members = Object.entries(value).map(
    ([name, each]) => `${propertyKey(name)}: ${literal(each as Json)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function argument(operation: Operation): string {
  const required = parametersOf(operation).filter((each) => each.required);
  const members = Object.entries(groups).flatMap(([location, group]) => {
    const given = required.filter((each) => each.in === location);
    if (given.length === 0) return [];
    const fields = given.map(({ name, schema, content }) => {
      const of = schema ?? content?.schema;
      const value =
        name === 'idempotency-key' ? 'crypto.randomUUID()' : literal(of === undefined ? '' : sampleValue(of));
      return `${propertyKey(name).replaceAll('"', "'")}: ${value}`;
    });
    return [`  ${group}: { ${fields.join(', ')} },\n`];
  });
  const body = bodySchema(operation);
  if (body !== undefined) members.push(`  body: ${literal(sampleValue(body))},\n`);
  return members.length === 0 ? '' : `{\n${members.join('')}}`;
}

function bodySchema({ requestBody }: Operation) {
  return requestBody?.required ? contentOf(requestBody.content)[0]?.schema : undefined;
}

/** Schemas of what a call cannot leave out; an idempotency key is made and not written. */
function inputsOf(operation: Operation): Schema[] {
  const parameters = parametersOf(operation).filter(
    ({ required, name }) => required && name !== 'idempotency-key',
  );
  const schemas = parameters.map(({ schema, content }) => schema ?? content?.schema);
  return [...schemas, bodySchema(operation)].filter((each) => each !== undefined);
}

/** How much a caller must know before the call. */
function effort(operation: Operation): number {
  const inputs = parametersOf(operation).filter(({ required }) => required).length;
  return inputs + (operation.requestBody === undefined ? 0 : 2) + (operation.deprecated ? 100 : 0);
}

/** Bodies that plain data makes: files and forms of parts need more than a line. */
function isPlain({ requestBody }: Operation): boolean {
  const [first] = contentOf(requestBody?.content ?? []);
  return first === undefined || (/[/+]json$/.test(first.mediaType) && first.schema !== undefined);
}

function callText(operation: Operation, { function: name }: OperationName, client: string): string {
  const success = operation.responses.find(({ status }) => /^2\d\d$/.test(status));
  const result = `${name}Result`;
  const call = `const ${result} = await ${propertyAccess(client, name)}(${argument(operation)});`;
  if (success === undefined) return `${call}\nconsole.log(${result}.status);`;
  const shown = success.content.length > 0 ? `${result}.body` : `'done'`;
  return `${call}\nif (${result}.status === ${success.status}) console.log(${shown});`;
}

/** The calls to begin with: the one that needs the least, and the first that sends something. */
function firstOperations(contract: Contract): Operation[] {
  const decoding = new Decoding(codecOptions(contract));
  // A literal is no Date and has no brand: such a call is shown by the documentation of the contract.
  const isLiteral = (operation: Operation) => !inputsOf(operation).some((each) => decoding.differs(each));
  const plain = contract.operations.filter((each) => isPlain(each) && isLiteral(each));
  const [easiest] = [...plain].sort((a, b) => effort(a) - effort(b));
  const sending = plain.find((each) => each.requestBody?.required && !each.deprecated);
  return [...new Set([easiest, sending])].filter((each) => each !== undefined);
}

/** TypeScript that calls the service by its client. Undefined when no operation can be shown in a few lines. */
export function firstCall(contract: Contract, packageName: string): string | undefined {
  const operations = firstOperations(contract);
  if (operations.length === 0) return undefined;
  const camel = contract.service.replaceAll(/-+(.)/g, (_, first: string) => first.toUpperCase());
  const names = operationNames(contract);
  const auth = contract.operations.some(({ security }) => security.length > 0) ? ', auth: () => token' : '';
  const url = contract.servers[0]?.url.startsWith('https://')
    ? contract.servers[0].url
    : 'https://api.example.com';
  const calls = operations.flatMap((operation) => {
    const name = names.get(operation);
    return name === undefined ? [] : [callText(operation, name, camel)];
  });
  return [
    `import { ${camel}Client } from '${packageName}';`,
    '',
    ...(auth === '' ? [] : ["const token = 'an access token';"]),
    `const ${camel} = ${camel}Client({ baseUrl: '${url}'${auth} });`,
    '',
    calls.join('\n\n'),
    '',
  ].join('\n');
}
