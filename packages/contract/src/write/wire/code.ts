/** The service of the document, with handlers that tell what they got, and its client. */
export const code = `import { contract, type Contract } from './gen/contract.js';
import { apiKeys, basicCredentials } from './gen/runtime/server/credentials.js';
import type { Handlers } from './gen/runtime/server/handler.js';
import { ProblemError, problem } from './gen/runtime/server/problem.js';
import { serve, type ServeOptions } from './gen/runtime/server/serve.js';
export { wireClient, serverUrl } from './client/index.js';
import type { Callbacks } from './client/index.js';
import { thingSeen } from './gen/callbacks.js';
import { createClient } from './gen/runtime/client/client.js';

export const tell = async (baseUrl: string): Promise<number> => {
  const request: Callbacks['thingSeen']['request'] = { headers: { 'x-rank': 3 }, body: { id: 'a' } };
  const result = await thingSeen(createClient({ baseUrl }), request);
  const answer: Callbacks['thingSeen']['response'] = result.status === 200 ? { status: 200, body: result.body } : { status: 410 };
  return answer.status;
};

type Seen = Record<string, unknown>[];
const handlers: Handlers<Contract, Seen> = {
  echo: async ({ call, ...request }, seen) => {
    seen.push(request);
    const limit: number = request.query.limit;
    return { status: 200, body: { limit, body: typeof request.body } };
  },
  upload: async ({ body }, seen) => {
    const file: Uint8Array = body.file.bytes;
    const rank: number | undefined = body.signed?.headers['x-rank'];
    seen.push({ ...body, first: body.more?.[0]?.filename, tag: body.tags?.[0] });
    return { status: 200, body: { size: file.length, rank } };
  },
  putBlob: async ({ body }) => ({ status: 200, body: { size: body.length } }),
  getBlob: async () => ({ status: 200, headers: { 'x-rank': 7, 'x-tags': ['a', 'b'] }, body: new Uint8Array([0, 255, 1]) }),
  login: async () => ({ status: 204, headers: { 'Set-Cookie': ['a=1; Path=/', 'b=2'] } }),
  secured: async ({ call }) => ({ status: 200, body: { sub: call.caller?.sub, scopes: call.caller?.scopes } }),
  listThings: async ({ query: { cursor = '0', limit } }) => {
    const from = Number(cursor);
    if (from > 10) return { status: 404 };
    const things = [from, from + 1].slice(0, limit).map((id) => ({ id: String(id) }));
    return { status: 200, body: { things, ...(from < 4 && { nextCursor: String(from + limit) }) } };
  },
  watch: async () => ({ status: 200, body: 'event: thing\\ndata: {"id":\\ndata: "a"}\\n\\n: note\\n\\ndata:{"id":"b"}\\r\\n\\r\\ndata: [DONE]\\n\\ndata: {"id":"c"}\\n\\n' }),
  feed: async () => ({ status: 200, body: '' }),
  addWatcher: async () => ({ status: 204 }),
  lines: async () => ({ status: 200, body: '{"id":"a"}\\n\\n{"id":"b"}' }),
  exportLines: async () => ({ status: 200, body: '{"id":"a"}\\n{"id":"b"}\\n' }),
  checkThing: async () => ({ status: 200 }),
  oldThing: async ({ path }) => ({ status: 200, body: { id: path.id } }),
};
const bearer = async (authorization: string | undefined) => {
  if (authorization === undefined) throw new ProblemError(problem(401, 'no token'), {});
  return { sub: authorization, scopes: authorization.includes('lacking') ? [] : ['a:read'] };
};
const key = apiKeys(async (given) => (given === 'good & key' ? { sub: 'key', scopes: ['k'] } : undefined));
export const make = (seen: Seen, options: ServeOptions) =>
  serve(contract, handlers, async () => ({
    context: seen,
    options: {
      authenticate: {
        bearer, login: bearer, custom: bearer, header: key, query: key, cookie: key,
        basic: basicCredentials(async (name, password) => (password === 'pä:ss' ? { sub: name, scopes: [] } : undefined)),
      },
      ...options,
    },
  }));
`;
