import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Intent {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  status: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Plays the payment provider: does each idempotency key once, and can lose answers after it has done the work. */
export interface PlayedProvider {
  readonly url: string;
  /** What money did, in order: `hold 500`, `take 500`, `let go 500`, `give back 500`. */
  readonly moves: string[];
  /** How many of the next answers are lost although the work is done. */
  loseAnswers: number;
  /** How many of the next requests are answered 500 and not done. */
  failures: number;
  readonly intents: Map<string, Intent>;
  close(): Promise<void>;
}

type Answer = { readonly status: number; readonly body: object };

function view({ id, amount, currency, status, metadata }: Intent): object {
  const amount_received = status === 'succeeded' ? amount : 0;
  const fixed = { object: 'payment_intent', capture_method: 'manual', created: 1, payment_method: null };
  return { id, amount, amount_received, currency, status, metadata, ...fixed };
}

class Provider {
  readonly moves: string[] = [];
  readonly intents = new Map<string, Intent>();
  readonly answers = new Map<string, Answer>();
  loseAnswers = 0;
  failures = 0;

  create(form: URLSearchParams): Answer {
    const method = form.get('payment_method');
    if (method === 'pm_card_chargeDeclined') {
      const error = {
        type: 'card_error',
        code: 'card_declined',
        decline_code: 'generic_decline',
        message: 'Declined.',
      };
      return { status: 402, body: { error } };
    }
    if (method === 'pm_unknown')
      return {
        status: 400,
        body: { error: { type: 'invalid_request_error', code: 'resource_missing', message: 'No such.' } },
      };
    const status = method === 'pm_needs_action' ? 'requires_action' : 'requires_capture';
    const intent = {
      id: `pi_${this.intents.size}`,
      amount: Number(form.get('amount')),
      currency: form.get('currency') ?? '',
      status,
      metadata: { order_id: form.get('metadata[order_id]') ?? '' },
    };
    this.intents.set(intent.id, intent);
    if (status === 'requires_capture') this.moves.push(`hold ${intent.amount}`);
    return { status: 200, body: view(intent) };
  }

  move(intent: Intent, from: string, [to, word]: readonly [string, string]): Answer {
    if (intent.status !== from) {
      const error = {
        type: 'invalid_request_error',
        code: 'payment_intent_unexpected_state',
        message: intent.status,
      };
      return { status: 400, body: { error } };
    }
    intent.status = to;
    this.moves.push(`${word} ${intent.amount}`);
    return { status: 200, body: view(intent) };
  }

  route(method: string, path: string, form: URLSearchParams): Answer {
    if (path === '/v1/payment_intents') return this.create(form);
    const id = path === '/v1/refunds' ? form.get('payment_intent') : path.split('/')[3];
    const intent = this.intents.get(id ?? '');
    if (intent === undefined)
      return { status: 404, body: { error: { type: 'invalid_request_error', message: 'No.' } } };
    if (method === 'GET') return { status: 200, body: view(intent) };
    if (path.endsWith('/capture')) return this.move(intent, 'requires_capture', ['succeeded', 'take']);
    if (path.endsWith('/cancel')) return this.move(intent, 'requires_capture', ['canceled', 'let go']);
    this.moves.push(`give back ${intent.amount}`);
    const { amount, currency } = intent;
    return {
      status: 200,
      body: { id: 're', object: 'refund', amount, currency, payment_intent: id, status: 'succeeded' },
    };
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { method = '', url = '', headers } = request;
    if (headers.authorization !== 'Bearer sk_test') return void request.socket.destroy();
    if (this.failures > 0) {
      this.failures -= 1;
      response.writeHead(500, { 'content-type': 'application/json' });
      return void response.end('{"error":{"type":"api_error","message":"Out of order"}}');
    }
    const key = `${headers['idempotency-key']}`;
    const known = method === 'POST' ? this.answers.get(key) : undefined;
    const answer = known ?? this.route(method, url, new URLSearchParams(text));
    if (method === 'POST') this.answers.set(key, answer);
    if (this.loseAnswers > 0) {
      this.loseAnswers -= 1;
      return void request.socket.destroy();
    }
    response
      .writeHead(answer.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer.body));
  }
}

export async function startProvider(): Promise<PlayedProvider> {
  const provider = new Provider();
  const server = createServer((request, response) => void provider.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return Object.assign(provider, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close,
  });
}
