import type { Contract } from '../../src/model.js';
import { bodyKind, declaredFor, mediaTypeOf } from '../../src/runtime/codec/media-type.js';
import type { Answer } from '../../src/runtime/server/encode-answer.js';
import { authOf, type GeneratedClient, type Result } from './client-of.js';
import type { Match } from './match-operation.js';
import type { HandledRequest } from './service-of.js';

/** Of one message between two servers, and not of what it says (RFC 9110, 7.6.1; Express adds the rest). */
const ofConnection =
  /^(connection|keep-alive|date|etag|transfer-encoding|content-(length|type)|x-powered-by)$/;

/** Where the mock server is, and which address stands for its own in what it answers, as behind a reverse proxy. */
export interface Mock {
  readonly url: string;
  readonly publicUrl: string;
}

async function drained(body: unknown, raw: Buffer, kind: string): Promise<unknown> {
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return body;
  const items = body as AsyncIterable<unknown>;
  for await (const _ of items);
  return kind === 'bytes' ? new Uint8Array(raw) : raw.toString();
}

function answerOf(match: Match, { status, headers, body }: Result): Answer {
  const kept = Object.entries(headers).filter(([name]) => !ofConnection.test(name));
  const own = mediaTypeOf(String(headers['content-type'] ?? ''));
  const { content = [] } = match.operation.responses.find((each) => each.status === String(status)) ?? {};
  const types = Object.fromEntries(content.map(({ mediaType }) => [mediaType, true]));
  const declared = declaredFor(own, types);
  const answer = { status, headers: Object.fromEntries(kept), ...(body !== undefined && { body }) };
  if (declared?.includes('*')) return { ...answer, headers: { ...answer.headers, 'content-type': own } };
  return declared === undefined ? answer : { ...answer, contentType: declared };
}

/**
 * What the mock server answers to a request as the generated service has decoded it: the generated client sends it
 * there, so that what was decoded wrongly is refused, and what a scenario answers is known to the mock server alone.
 */
export async function askMock(
  { client, contract, match }: { client: GeneratedClient; contract: Contract; match: Match },
  asked: { request: HandledRequest; headers: ReadonlyMap<string, string>; query: URLSearchParams },
  { url, publicUrl }: Mock,
): Promise<Answer> {
  let raw = Buffer.alloc(0);
  const behindProxy: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const bytes = Buffer.from(await response.arrayBuffer());
    raw = bytes.includes(url) ? Buffer.from(bytes.toString().replaceAll(url, publicUrl)) : bytes;
    return new Response(raw.length === 0 ? null : raw, response);
  };
  const { request, headers, query } = asked;
  const accept = headers.get('accept') ?? '*/*';
  const options = {
    baseUrl: url + match.prefix,
    fetch: behindProxy,
    auth: authOf(contract, { headers, query: (name) => query.get(name) ?? undefined }),
    retries: { max: 0 },
    warn: () => undefined,
  };
  const callOptions = accept === '*/*' ? {} : { accept };
  const result = await client.call(match.operation, options, { request, options: callOptions });
  const kind = bodyKind(mediaTypeOf(String(result.headers['content-type'] ?? '')));
  return answerOf(match, { ...result, body: await drained(result.body, raw, kind) });
}
