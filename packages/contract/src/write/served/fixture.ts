import type { LambdaContext, ProxyEvent, ProxyResult } from '../../runtime/server/event.js';
import { type Built, buildGenerated } from '../build-generated.js';

const document = `openapi: 3.1.0
info: { title: Files, version: 1.2.3 }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas:
    Note: { type: object, required: [text], properties: { text: { type: string }, password: { type: string, format: password } } }
paths:
  /v1/notes/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getNote
      responses:
        '200':
          description: It
          content:
            application/json: { schema: { $ref: '#/components/schemas/Note' } }
            text/plain: { schema: { type: string } }
            image/png: {}
        '404': { description: No, content: { application/problem+json: { schema: { type: object } } } }
    patch:
      operationId: patchNote
      parameters: [{ name: size, in: query, schema: { type: integer } }]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
    put:
      operationId: putNote
      requestBody:
        required: true
        content:
          application/json; charset=utf-8: { schema: { $ref: '#/components/schemas/Note' } }
          text/plain: { schema: { type: string } }
          application/octet-stream: {}
          application/x-www-form-urlencoded:
            schema: { type: object, required: [amount], additionalProperties: false, properties: { amount: { type: integer }, tags: { type: array, items: { type: string } }, metadata: { type: object, additionalProperties: { type: string } } } }
            encoding: { metadata: { style: deepObject } }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
    delete: { operationId: deleteNote, responses: { '204': { description: Gone }, '2XX': { description: Other } } }
  /v1/notes/{id}/report.{format}:
    get:
      operationId: getReport
      security: [{}, { bearer: ['notes:read'] }]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: format, in: path, required: true, schema: { type: string } }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
  /v1/secrets/{token}:
    get:
      operationId: getSecret
      parameters: [{ name: token, in: path, required: true, schema: { type: string, format: password } }]
      responses: { '200': { description: It } }
`;
const code = `import { contract, type Contract } from './gen/contract.js';
import type { Handlers } from './gen/runtime/server/handler.js';
import { serve, type ServeOptions } from './gen/runtime/server/serve.js';
import { createClient, putNote } from './client/index.js';
interface Context { answer: Record<string, unknown> | undefined; seen: object[] }
const answer = (request: object, context: Context) => {
  context.seen.push(request);
  if (context.answer?.['throw'] !== undefined) throw new Error(String(context.answer['throw']));
  return context.answer;
};
const echo = async (request: { body?: unknown }, context: Context) => {
  answer(request, context);
  return { status: 200 as const, body: { type: typeof request.body, body: request.body instanceof Uint8Array ? [...request.body] : request.body ?? null } };
};
const handlers: Handlers<Contract, Context> = {
  getNote: async (request, context) => ({ status: 200, body: 'text', ...answer(request, context) }),
  patchNote: echo,
  putNote: echo,
  deleteNote: async (request, context) => ({ status: 204, ...answer(request, context) }),
  getReport: async ({ path, call }) => ({ status: 200, body: { ...path, caller: call.caller ?? null } }),
  getSecret: async (request, context) => ({ status: 200, ...answer(request, context) }),
};
export const makeBy = (context: () => Promise<{ context: Context; options: ServeOptions }>) => serve(contract, handlers, context);
export const make = (context: Context, options: ServeOptions) => makeBy(async () => ({ context, options }));
export const send = (fetcher: typeof fetch, body: object) =>
  putNote(createClient({ baseUrl: 'http://notes', fetch: fetcher }), { path: { id: 'a' }, contentType: 'application/x-www-form-urlencoded', body: body as { amount: number } });
`;

export type Fields = Record<string, unknown>;

interface Context {
  /** What the handlers answer or throw besides what they do by themselves. */
  answer: Fields | undefined;
  /** The requests as the handlers got them. */
  seen: Fields[];
}

type Served = (event: ProxyEvent, lambda: LambdaContext) => Promise<ProxyResult>;

interface Module {
  make(context: Context, options: object): Served;
  makeBy(context: () => Promise<{ context: Context; options: object }>): Served;
  send(fetcher: typeof fetch, body: object): Promise<{ status: number; body: Fields }>;
}

export interface Asked {
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: string | Uint8Array;
  readonly strict?: boolean;
}

/** A generated service of notes, with what its handlers saw and what it logged. */
class Notes {
  context: Context = { answer: undefined, seen: [] };
  lines: Fields[] = [];
  remainingMs = 3000;
  #built: Built<Module> | undefined;

  get built(): Built<Module> {
    if (this.#built === undefined) throw new Error('the service is built before the tests');
    return this.#built;
  }

  async build(): Promise<void> {
    this.#built = await buildGenerated<Module>(document, code);
  }

  reset(): void {
    this.context = { answer: undefined, seen: [] };
    this.lines = [];
    this.remainingMs = 3000;
  }

  ask(method: string, path: string, asked: Asked = {}): Promise<ProxyResult> {
    const { headers = {}, query, body, strict } = asked;
    const event: ProxyEvent = {
      httpMethod: method,
      path,
      headers,
      queryStringParameters: query ?? null,
      body: body instanceof Uint8Array ? Buffer.from(body).toString('base64') : (body ?? null),
      isBase64Encoded: body instanceof Uint8Array,
      requestContext: { requestId: 'request-1' },
    };
    const log = (level: string, fields: Fields) => void this.lines.push({ level, ...fields });
    const authenticate = async (authorization: string) => ({ sub: authorization, scopes: ['notes:read'] });
    const options = { log, authenticate, ...(strict !== undefined && { strict }) };
    const handler = this.built.module.make(this.context, options);
    return handler(event, { awsRequestId: 'x', getRemainingTimeInMillis: () => this.remainingMs });
  }
}

/** Builds the service before the tests of a file and begins each of them anew. */
export function useNotes(): Notes {
  const notes = new Notes();
  beforeAll(() => notes.build(), 30_000);
  afterAll(() => notes.built.remove());
  beforeEach(() => notes.reset());
  return notes;
}

export const json = { 'content-type': 'application/json' };
export const bodyOf = ({ body }: ProxyResult) => JSON.parse(body);
