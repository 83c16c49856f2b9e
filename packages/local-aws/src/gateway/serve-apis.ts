import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InvokeOptions, InvokeResult } from '../parts.js';
import type { ApiSpec, Json, System } from '../system.js';
import type { AdmissionOptions, PlannedSystem } from './admission.js';
import { createGateway } from './create-gateway.js';

/** Of the function that `proxy` invokes. */
export const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:orders';

export function integrationUri(arn: string): string {
  return `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

/** An operation that is handed to the function. */
export const proxy = {
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: integrationUri(functionArn),
  },
};

export function api(
  paths: Json,
  more: Partial<ApiSpec> = {},
  definition: { [key: string]: Json } = {},
): ApiSpec {
  return {
    place: { file: 'template.yaml', line: 7, column: 3 },
    logicalId: 'OrdersApi',
    stack: 'Orders',
    restApiId: 'abcdefghij',
    stageName: 'dev',
    definition: { openapi: '3.0.1', paths, ...definition },
    binaryMediaTypes: [],
    stageVariables: {},
    methodThrottles: [],
    ...more,
  };
}

export const withoutPlans: PlannedSystem & Pick<System, 'httpApis'> = {
  httpApis: [],
  apiKeys: [],
  usagePlans: [],
  usagePlanKeys: [],
};

/** Keys and plans of the callers, and the time for what is counted. */
export type Planned = Partial<PlannedSystem & Pick<System, 'httpApis'>> & AdmissionOptions;

export type Invoke = (functionArn: string, payload: string, options: InvokeOptions) => Promise<InvokeResult>;

export const answered = (payload: unknown): InvokeResult => ({
  payload: JSON.stringify(payload),
  requestId: 'r',
  durationMs: 1,
});

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Sent {
  /** A list has names and values in turn, as they go over the wire. */
  readonly headers?: Record<string, string | string[]> | readonly string[];
  readonly body?: string | Buffer;
}

/** What reached the function: its event parsed. */
export type SeenEvent = Readonly<Record<string, Json>>;

/** A gateway on a port of its own, for tests: what its functions were asked, what it printed, and a client. */
export class ServedApis {
  readonly events: SeenEvent[] = [];
  readonly traceIds: (string | undefined)[] = [];
  readonly errors: string[] = [];
  readonly lines: string[] = [];
  readonly #server: Server;

  constructor(apis: readonly ApiSpec[], invoke: Invoke, { now, throttle = true, ...planned }: Planned) {
    const { events, traceIds, errors, lines } = this;
    this.#server = createServer(
      createGateway({
        system: {
          apis,
          region: 'eu-west-1',
          accountId: '000000000000',
          ...withoutPlans,
          ...planned,
        },
        throttle,
        ...(now !== undefined && { now }),
        functions: {
          invoke(arn, payload, options) {
            events.push(JSON.parse(payload));
            traceIds.push(options.traceId);
            return invoke(arn, payload, options);
          },
        },
        output: {
          request: ({ method, path, status, functionName }) =>
            lines.push(`${method} ${path} ${status} ${functionName}`),
          event: () => undefined,
          log: () => undefined,
          error: (what) => errors.push(what),
        },
      }),
    );
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** Sends one request by a client that leaves headers and path as they are. */
  call(method: string, path: string, { headers = {}, body }: Sent = {}): Promise<Answer> {
    const { port } = this;
    return new Promise((resolve, reject) => {
      const outgoing = request({ port, host: '127.0.0.1', method, path, headers }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

const running: ServedApis[] = [];

/** Serves the APIs until `closeApis`, which a test file calls after each test. */
export async function serveApis(
  apis: readonly ApiSpec[],
  invoke: Invoke = async () => answered({ statusCode: 200, body: 'ok' }),
  planned: Planned = {},
): Promise<ServedApis> {
  const served = new ServedApis(apis, invoke, planned);
  running.push(served);
  await served.listen();
  return served;
}

export async function closeApis(): Promise<void> {
  for (const served of running.splice(0)) await served.close();
}
