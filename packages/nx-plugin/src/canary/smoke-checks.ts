import type { Contract, Operation, Parameter, Schema } from '@atoll/contract';
import type { Json } from '../template/json.js';

/** One request of the smoke test and what the service must answer to it. */
export interface SmokeCheck {
  /** Undefined for a request that no operation declares. */
  readonly operationId?: string;
  /** For the log. */
  readonly expects: string;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `404`, `4XX` or `default`. */
  readonly statuses: readonly string[];
  /** The answer has to be application/problem+json. */
  readonly problem?: boolean;
}

const isAnonymous = ({ security }: Operation) =>
  security.length === 0 || security.some((alternative) => alternative.size === 0);

/** Whether every way in takes a bearer token, so that a wrong one is refused whatever else is sent. */
function needsToken({ securitySchemes }: Contract, operation: Operation): boolean {
  const bearer = [...securitySchemes.values()].filter(
    ({ type, scheme }) =>
      type === 'oauth2' ||
      type === 'openIdConnect' ||
      (type === 'http' && scheme?.toLowerCase() === 'bearer'),
  );
  const names = new Set(bearer.map(({ name }) => name));
  return (
    !isAnonymous(operation) &&
    operation.security.every((alternative) => [...alternative.keys()].every((name) => names.has(name)))
  );
}

function exampleOf(schema: Schema | undefined): Json | undefined {
  return schema === undefined ? undefined : (schema.examples?.[0] ?? exampleOf(schema.ref));
}

/** The parameter's example as text. Undefined where it has none that is one word in every style. */
function exampleText({ schema, content, style }: Parameter): string | undefined {
  if (content !== undefined || !['simple', 'form'].includes(style)) return undefined;
  const example = exampleOf(schema);
  return typeof example === 'object' || example === undefined ? undefined : String(example);
}

function pathOf({ path, parameters }: Operation): string {
  const texts = new Map(
    parameters.filter((each) => each.in === 'path').map((each) => [each.name, exampleText(each)]),
  );
  return path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(texts.get(name) ?? 'smoke-test'),
  );
}

/** More parts than any path has. None where a path takes whatever is below it. */
function unknownPath({ operations }: Contract): SmokeCheck[] {
  if (operations.some(({ path }) => path.includes('+}'))) return [];
  const depth = Math.max(0, ...operations.map(({ path }) => path.split('/').length));
  return [
    {
      expects: '404 for an unknown path',
      method: 'GET',
      path: '/smoke-test'.repeat(depth),
      statuses: ['404'],
      problem: true,
    },
  ];
}

function wrongToken(contract: Contract, operation: Operation): SmokeCheck[] {
  if (!needsToken(contract, operation)) return [];
  return [
    {
      operationId: operation.operationId,
      expects: '401 for a wrong token',
      method: operation.method.toUpperCase(),
      path: pathOf(operation),
      headers: { Authorization: 'Bearer smoke-test' },
      statuses: ['401'],
    },
  ];
}

/** A body that does not parse reaches no operation, so that every method is safe. */
function malformedBody(operation: Operation): SmokeCheck[] {
  const takesJson = operation.requestBody?.content.some(({ mediaType }) => mediaType === 'application/json');
  if (!isAnonymous(operation) || takesJson !== true) return [];
  return [
    {
      operationId: operation.operationId,
      expects: '400 for a malformed body',
      method: operation.method.toUpperCase(),
      path: pathOf(operation),
      headers: { 'Content-Type': 'application/json' },
      body: '{',
      statuses: ['400'],
    },
  ];
}

/** Streams are left out: they have no end that one invocation could wait for. */
function example(operation: Operation): SmokeCheck[] {
  const { operationId, method, parameters, responses } = operation;
  const required = parameters.filter((each) => each.required);
  const streams = responses.some(({ content }) =>
    content.some(({ mediaType }) => mediaType === 'text/event-stream'),
  );
  const known = required.every((each) => each.in !== 'cookie' && exampleText(each) !== undefined);
  if (method !== 'get' || !isAnonymous(operation) || streams || !known) return [];
  const given = (location: Parameter['in']) =>
    Object.fromEntries(
      required.filter((each) => each.in === location).map((each) => [each.name, exampleText(each) ?? '']),
    );
  return [
    {
      operationId,
      expects: 'a declared status for the examples of the contract',
      method: 'GET',
      path: pathOf(operation),
      query: given('query'),
      headers: given('header'),
      statuses: responses.map(({ status }) => status).filter((status) => !/^5/.test(status)),
    },
  ];
}

/** The requests that change nothing and whose answers the contract alone decides, in its order. */
export function smokeChecks(contract: Contract): readonly SmokeCheck[] {
  return [
    ...unknownPath(contract),
    ...contract.operations.flatMap((operation) => [
      ...wrongToken(contract, operation),
      ...malformedBody(operation),
      ...example(operation),
    ]),
  ];
}
