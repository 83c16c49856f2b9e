import type { Validation } from 'io-ts';
import type { ItemsFormat } from '../codec/media-type.js';

type Undeclared = (message: string, cause?: unknown) => Error;

/** One event of `text/event-stream` (WHATWG HTML, "Server-sent events"). */
interface SentEvent {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
  readonly retry?: number;
}

/** Lines of a text that comes in pieces, ended by CR LF, LF or CR; what follows the last end is the last line. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      // A CR at the end may be half of a CR LF.
      const lines = rest.split(done ? /\r\n|\n|\r/ : /\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      yield* lines;
      if (done) break;
    }
    if (rest !== '') yield rest;
  } finally {
    await reader.cancel();
  }
}

async function* eventsOf(lines: AsyncIterable<string>): AsyncGenerator<SentEvent, void, undefined> {
  let data: string[] = [];
  let known: Omit<SentEvent, 'data'> = { event: 'message' };
  for await (const line of lines) {
    const at = line.indexOf(':');
    const name = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? '' : line.slice(at + 1).replace(/^ /, '');
    if (line === '') {
      if (data.length > 0) yield { ...known, data: data.join('\n') };
      data = [];
      known = { event: 'message', ...(known.id !== undefined && { id: known.id }) };
    } else if (name === 'data') data.push(value);
    else if (name === 'event') known = { ...known, event: value === '' ? 'message' : value };
    else if (name === 'id' && !value.includes('\0')) known = { ...known, id: value };
    else if (name === 'retry' && /^\d+$/.test(value)) known = { ...known, retry: Number(value) };
  }
}

function jsonOf(text: string, undeclared: Undeclared): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw undeclared(`an item is no JSON: ${text.slice(0, 200)}`, cause);
  }
}

/** `[DONE]` is how services end a stream whose items are JSON. */
const end = '[DONE]';

async function* rawItems(
  body: ReadableStream<Uint8Array>,
  format: ItemsFormat,
  stream: { mediaType: string; undeclared: Undeclared },
): AsyncGenerator<unknown, void, undefined> {
  const { mediaType, undeclared } = stream;
  if (mediaType !== 'text/event-stream') {
    for await (const line of linesOf(body)) if (line.trim() !== '') yield jsonOf(line, undeclared);
    return;
  }
  for await (const event of eventsOf(linesOf(body))) {
    if (event.data === end && format.each !== 'text') return;
    if (format.each === 'text') yield event.data;
    else yield format.each === 'event' ? event : jsonOf(event.data, undeclared);
  }
}

/** The items of a stream as they come, each checked by its codec. Errors: ClientError `undeclared`. */
export async function* itemsOf(
  body: ReadableStream<Uint8Array>,
  format: ItemsFormat,
  stream: {
    mediaType: string;
    undeclared: Undeclared;
    explain: (decoded: Validation<unknown> | undefined) => string | undefined;
  },
): AsyncGenerator<unknown, void, undefined> {
  for await (const item of rawItems(body, format, stream)) {
    const decoded = format.items?.decode(item);
    const problem = stream.explain(decoded);
    if (problem !== undefined) throw stream.undeclared(`an item breaks the contract ${problem}`);
    yield decoded?._tag === 'Right' ? decoded.right : item;
  }
}
