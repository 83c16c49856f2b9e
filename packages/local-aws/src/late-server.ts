import { lookup } from 'node:dns/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A port that something else listens on, or that may not be listened on. */
export class PortError extends Error {}

export interface ListenOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Under which callers know this machine, where that is not the host. */
  readonly publicHost?: string;
  /** What the port is for, and the option that chooses another: both are told when the port is taken. */
  readonly purpose: string;
  readonly option: string;
}

/** A server that has its port, and so its URL, before it is known what answers there. */
export interface LateServer {
  /** By the public host; without one from this machine, whatever the host it listens on. */
  readonly url: string;
  serve(listener: RequestListener): void;
  close(): Promise<void>;
}

/**
 * Longer than clients keep their connections: a server that hangs up first meets requests that are on their way. A
 * function is frozen between events and sees only at its next one that a connection is gone.
 */
const keepAliveTimeoutMs = 75_000;

/** Connections that are still busy get this long to end. */
const closeLimitMs = 500;

function portError(
  { code, message }: NodeJS.ErrnoException,
  { port, host, purpose, option }: ListenOptions,
): PortError {
  if (code === 'EADDRINUSE')
    return new PortError(
      `port ${port} (${purpose}) is in use: stop what listens there, or choose another by ${option} PORT`,
    );
  if (code === 'EACCES')
    return new PortError(
      `port ${port} (${purpose}) needs privileges: choose one from 1024 by ${option} PORT`,
    );
  return new PortError(`cannot listen on ${host}:${port} (${purpose}): ${message}`);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), closeLimitMs);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/**
 * A public host must be known here, too: this process and the functions use the same URLs as everybody else. Errors:
 * PortError.
 */
export async function checkPublicHost(host: string): Promise<void> {
  await lookup(host).catch((error: Error) => {
    throw new PortError(
      `--public-host ${host} is no name that this machine knows (${error.message}): add it to its hosts file, or choose one that is known on both sides`,
    );
  });
}

/** An address that reaches the server from here: a wildcard address is none. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** Takes the port at once and answers 503 until `serve` says who answers. Errors: PortError. */
export async function listen(options: ListenOptions): Promise<LateServer> {
  let listener: RequestListener = (_, response) => {
    response.writeHead(503, { 'Content-Type': 'application/json', 'Retry-After': '1' });
    response.end('{"message":"local-aws is starting"}');
  };
  const server = createServer({ keepAliveTimeout: keepAliveTimeoutMs }, (request, response) =>
    listener(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, options)));
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${reachable(options.publicHost ?? options.host)}:${port}`,
    serve: (next) => {
      listener = next;
    },
    close: () => close(server),
  };
}
