import type { Validation } from 'io-ts';
import { type HeaderFormat, headerValue } from '../codec/header.js';
import {
  type BodyFormat,
  bodyKind,
  declaredFor,
  type ItemsFormat,
  mediaTypeOf,
} from '../codec/media-type.js';
import { problems } from '../codec/problems.js';
import { ClientError } from './client-error.js';
import { itemsOf } from './items.js';
import type { OperationFormat } from './operation-format.js';

type Content = OperationFormat['responses'][string];

function isItems(format: BodyFormat | ItemsFormat | undefined): format is ItemsFormat {
  return typeof format === 'object' && format !== null && 'items' in format;
}

/** What of the contract an answer falls under: its status, its range or `default`. */
function statusKey(operation: OperationFormat, status: number): string | undefined {
  const keys = [String(status), `${Math.floor(status / 100)}XX`, 'default'];
  return keys.find((key) => Object.hasOwn(operation.responses, key));
}

/** Where a decoded value breaks the contract; undefined where it does not. */
function explain(decoded: Validation<unknown> | undefined): string | undefined {
  if (decoded?._tag !== 'Left') return undefined;
  const [first] = problems(decoded.left);
  return `at '${first?.pointer}': expected ${first?.expected}, received ${first?.received}`;
}

class Answer {
  readonly #operation: OperationFormat;
  readonly #response: Response;

  constructor(operation: OperationFormat, response: Response) {
    this.#operation = operation;
    this.#response = response;
  }

  undeclared = (message: string, cause?: unknown): ClientError =>
    new ClientError('undeclared', this.#operation.operationId, {
      message,
      status: this.#response.status,
      cause,
    });

  /** The declared content of the status. */
  async content(): Promise<Content> {
    const { status } = this.#response;
    const key = statusKey(this.#operation, status);
    const content = key === undefined ? undefined : this.#operation.responses[key];
    if (content !== undefined) return content;
    const text = (await this.#response.text()).slice(0, 200);
    throw this.undeclared(`the contract has no answer ${status}: ${text}`);
  }

  /** All headers as text; those that the contract declares as it declares them. */
  headers(): Record<string, unknown> {
    const { headers, status } = this.#response;
    const read: Record<string, unknown> = Object.fromEntries(headers);
    const key = statusKey(this.#operation, status) ?? '';
    for (const format of this.#operation.headers?.[key] ?? []) this.#decodeHeader(format, read);
    return read;
  }

  #decodeHeader(format: HeaderFormat, read: Record<string, unknown>): void {
    const { name, required, codec } = format;
    const cookies = name === 'set-cookie' ? this.#response.headers.getSetCookie() : [];
    const text = this.#response.headers.get(name);
    if (cookies.length > 0) read[name] = cookies;
    else if (text !== null) read[name] = headerValue(text, format);
    else if (required) throw this.undeclared(`the contract has the header ${name}, the answer has not`);
    if (text === null || cookies.length > 0) return;
    const decoded = codec?.decode(read[name]);
    const problem = explain(decoded);
    if (problem !== undefined) throw this.undeclared(`the header ${name} breaks the contract ${problem}`);
    if (decoded?._tag === 'Right') read[name] = decoded.right;
  }

  /** The declared type of the body with its own. An answer that does not name its type is of the only one there is. */
  mediaType(content: Content): { declared: string; own: string } {
    const own = mediaTypeOf(this.#response.headers.get('content-type') ?? '');
    const [only = '', ...others] = Object.keys(content);
    if (own === '' && others.length === 0 && !only.includes('*')) return { declared: only, own: only };
    const declared = declaredFor(own, content);
    if (declared !== undefined) return { declared, own };
    throw this.undeclared(
      `the contract has no ${own === '' ? 'body without a type' : own} for ${this.#response.status}`,
    );
  }

  async #read(mediaType: string, format: BodyFormat): Promise<unknown> {
    const kind = format === 'bytes' || format === 'text' ? format : bodyKind(mediaType);
    if (kind === 'json') return JSON.parse(await this.#response.text());
    if (kind === 'text' || kind === 'form') return this.#response.text();
    return new Uint8Array(await this.#response.arrayBuffer());
  }

  async body(mediaType: string, format: BodyFormat): Promise<unknown> {
    let body: unknown;
    try {
      body = await this.#read(mediaType, format);
    } catch (cause) {
      if (cause instanceof SyntaxError) throw this.undeclared(`the body is no ${mediaType}`, cause);
      // A signal's reason is a DOMException, which not every platform makes an Error.
      const name = typeof cause === 'object' && cause !== null && 'name' in cause ? cause.name : '';
      if (name === 'AbortError') throw cause;
      const late = name === 'TimeoutError';
      const message = late ? 'the body did not come in time' : 'the body broke off';
      throw new ClientError(late ? 'timeout' : 'network', this.#operation.operationId, { message, cause });
    }
    const codec = format === 'bytes' || format === 'text' ? null : format;
    const decoded = codec?.decode(body);
    const problem = explain(decoded);
    if (problem === undefined) return decoded?._tag === 'Right' ? decoded.right : body;
    throw this.undeclared(`the body of ${this.#response.status} breaks the contract ${problem}`);
  }

  items(mediaType: string, format: ItemsFormat): AsyncIterable<unknown> {
    return itemsOf(this.stream(), format, { mediaType, undeclared: this.undeclared, explain });
  }

  stream(): ReadableStream<Uint8Array> {
    return this.#response.body ?? new Blob([]).stream();
  }
}

/** Whether an answer is given while it still comes, so that no time limit of one attempt may end it. */
export function isStreamed(operation: OperationFormat, response: Response, streamed: boolean): boolean {
  const own = mediaTypeOf(response.headers.get('content-type') ?? '');
  const content = operation.responses[statusKey(operation, response.status) ?? ''] ?? {};
  const format = content[declaredFor(own, content) ?? ''];
  return isItems(format) || (streamed && (format === 'bytes' || bodyKind(own) === 'bytes'));
}

/**
 * The declared result of an answer: `{ status, headers, body }`. Fields that the contract does not know stay, so that
 * an older client keeps working with a newer server. Errors: ClientError `undeclared`; `timeout` and `network` where
 * the body does not come.
 */
export async function resultOf(
  operation: OperationFormat,
  response: Response,
  streamed: boolean,
): Promise<unknown> {
  const { status } = response;
  const answer = new Answer(operation, response);
  const content = await answer.content();
  const headers = answer.headers();
  if (Object.keys(content).length === 0 || operation.method === 'HEAD') {
    await response.body?.cancel();
    return { status, headers };
  }
  const { declared, own } = answer.mediaType(content);
  const format = content[declared] ?? null;
  if (isItems(format)) return { status, headers, body: answer.items(own, format) };
  if (isStreamed(operation, response, streamed)) return { status, headers, body: answer.stream() };
  return { status, headers, body: await answer.body(own, format) };
}
