import type { Contract, Operation } from '../../src/model.js';
import { clientOf } from '../http-specs/client-of.js';
import { serveHttp } from '../http-specs/serve-http.js';
import { type Handled, type HandledRequest, serviceOf } from '../http-specs/service-of.js';
import type { MadeAnswer, MadeCall } from './make-call.js';
import type { MakeValue } from './valid-values.js';

/** What a handler got, and what came back of its answer; or why nothing did. */
export type Outcome =
  | { readonly handled: HandledRequest; readonly result: object }
  | { readonly failure: string }
  | { readonly explained: string };

/** The client and the service of a document, between which there is HTTP. */
export interface HostedDocument {
  readonly make: MakeValue;
  call(operation: Operation, call: MadeCall): Promise<Outcome>;
  close(): void;
}

/** What happened in the service during one call. */
interface Seen {
  readonly answer: MadeAnswer;
  operationId?: string;
  request?: HandledRequest;
  handled?: Handled;
}

/** Credentials for every scheme; the service takes any. */
function authOf({ securitySchemes }: Contract): Readonly<Record<string, () => unknown>> {
  return Object.fromEntries(
    Array.from(securitySchemes.values(), ({ name, scheme }) => [
      name,
      () => (scheme === 'basic' ? { username: 'me', password: 'secret' } : 'token'),
    ]),
  );
}

/** Of paths that fit, the one without variables is meant (OpenAPI 3.1, 4.8.8.2). */
const otherPath = 'a fixed path stands before a variable one of which the value is its name';

function failureOf(operation: Operation, { operationId, request, handled }: Seen): string | undefined {
  if (handled === undefined) return 'the service was not asked';
  const { result, isAnswered, error } = handled;
  if (result.statusCode === 405) return otherPath;
  if (request === undefined) return `the service refuses the request: ${result.body.slice(0, 400)}`;
  if (operationId !== operation.operationId) return `the service takes it for ${operationId}`;
  return isAnswered ? undefined : `the service cannot answer: ${error}`;
}

function told(failure: string): Outcome {
  return failure === otherPath ? { explained: failure } : { failure };
}

/** `own` is a folder from which io-ts is found. */
export async function hostDocument(
  contract: Contract,
  own: string,
  make: MakeValue,
): Promise<HostedDocument> {
  const [service, client] = [await serviceOf(contract, own), await clientOf(contract, own)];
  let seen: Seen = { answer: { status: 500 } };
  const { url, close } = await serveHttp(() => async (event) => {
    const now = seen;
    now.handled = await service.handle(event, async (operationId, request) => {
      Object.assign(now, { operationId, request });
      return now.answer;
    });
    return now.handled.result;
  });
  const auth = authOf(contract);
  return {
    make,
    close,
    async call(operation, { request, answer }) {
      seen = { answer };
      const given = { request, options: { timeoutMs: 5000 } };
      try {
        const result = await client.call(operation, { baseUrl: url, auth, retries: 0 }, given);
        const failure = failureOf(operation, seen);
        return failure === undefined ? { handled: seen.request ?? {}, result } : told(failure);
      } catch (error) {
        const failure = seen.handled && failureOf(operation, seen);
        return told(failure ?? `the client fails: ${(error as Error).message}`);
      }
    },
  };
}
