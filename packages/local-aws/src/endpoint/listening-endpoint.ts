import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Output } from '../parts.js';
import { createEndpoint, type EndpointOptions } from './create-endpoint.js';

export interface ListeningEndpoint {
  readonly url: string;
  /** What was printed as errors. */
  readonly errors: string[];
  close(): Promise<void>;
}

/** For tests: an endpoint on a free port of the loopback; parts that are not given fail when they are called. */
export async function listeningEndpoint(parts: Partial<EndpointOptions>): Promise<ListeningEndpoint> {
  const errors: string[] = [];
  const absent = () => Promise.reject(new Error('this part is not in the test'));
  const options: EndpointOptions = {
    tables: {
      call: absent,
      onStreamRecords: () => () => undefined,
      start: () => undefined,
      close: () => undefined,
    },
    queues: { call: absent },
    bus: { call: absent },
    functions: { call: absent },
    parameters: { call: absent },
    apiKeys: { call: absent },
    topics: { call: absent },
    issuer: { handle: absent },
    issuerPath: '/issuer',
    output: recordingOutput(errors),
    ...parts,
  };
  const server = createServer(createEndpoint(options));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    errors,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function recordingOutput(errors: string[]): Output {
  const nothing = (): void => undefined;
  return {
    request: nothing,
    event: nothing,
    log: nothing,
    error: (what, detail) => void errors.push(detail === undefined ? what : `${what}\n${detail}`),
  };
}
