import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the catalog and the inventory answer in a test, told by their contracts; and the issuer's token endpoint. */
export interface Neighbours {
  readonly url: string;
  /** SKU → cents in EUR, unless `currencies` says otherwise. */
  readonly prices: Map<string, number>;
  readonly currencies: Map<string, string>;
  readonly available: Map<string, number>;
  /** Services that drop every connection. */
  readonly down: Set<'catalog' | 'inventory'>;
  /** `METHOD path` of every request, in order. */
  readonly asked: string[];
  readonly reservations: Map<string, { status: string; lines: readonly { sku: string; quantity: number }[] }>;
  close(): Promise<void>;
}

type State = Omit<Neighbours, 'url' | 'close'>;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

function answer(response: ServerResponse, status: number, body: object): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}

function quote({ prices, currencies }: State, { skus }: { skus: string[] }) {
  const known = skus.filter((sku) => prices.has(sku));
  return {
    prices: known.map((sku) => ({
      sku,
      price: { amount: prices.get(sku), currency: currencies.get(sku) ?? 'EUR' },
    })),
    unknownSkus: skus.filter((sku) => !prices.has(sku)),
  };
}

function reserve(
  { available, reservations }: State,
  id: string,
  { lines }: { lines: { sku: string; quantity: number }[] },
): { status: number; body: object } {
  const known = reservations.get(id);
  if (known !== undefined) return { status: 200, body: { reservationId: id, ...known } };
  const shortages = lines
    .map(({ sku, quantity }) => ({ sku, requested: quantity, available: available.get(sku) ?? 0 }))
    .filter((each) => each.requested > each.available);
  if (shortages.length > 0) {
    const detail = shortages.map((each) => `${each.sku}: ${each.requested} wanted, ${each.available} left`);
    const body = { type: 'about:blank', title: 'Short', status: 409, detail: detail.join('; '), shortages };
    return { status: 409, body };
  }
  const reservation = { status: 'reserved', lines };
  reservations.set(id, reservation);
  return { status: 200, body: { reservationId: id, ...reservation } };
}

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '' } = request;
  const text = await bodyOf(request);
  state.asked.push(`${method} ${url}`);
  if (url === '/oauth2/token')
    return answer(response, 200, { access_token: 'service-token', expires_in: 3600 });
  const service = url === '/v1/price-quotes' ? 'catalog' : 'inventory';
  if (state.down.has(service)) return void request.socket.destroy();
  if (service === 'catalog') return answer(response, 200, quote(state, JSON.parse(text)));
  if (request.headers.authorization !== 'Bearer service-token')
    return answer(response, 401, { type: 'about:blank', title: 'Who?', status: 401 });
  const { status, body } = reserve(state, url.split('/').at(-1) ?? '', JSON.parse(text));
  answer(response, status, body);
}

export async function startNeighbours(): Promise<Neighbours> {
  const state: State = {
    prices: new Map(),
    currencies: new Map(),
    available: new Map(),
    down: new Set(),
    asked: [],
    reservations: new Map(),
  };
  const server = createServer((request, response) => void handle(state, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...state, close };
}
