import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTables } from '../create-tables.js';
import { fileLog } from '../log/file-log.js';
import { memoryLog } from '../log/memory-log.js';
import type { Tables } from '../tables.js';
import { dynamoDbListener } from './listener.js';

export interface ServerOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** `127.0.0.1` unless told. */
  readonly host?: string;
  /** Where everything is kept; in memory unless told. */
  readonly dataDirectory?: string;
  /** Each answer waits until its writes are on the disk. */
  readonly fsync?: boolean;
}

export interface RunningServer {
  /** The endpoint to give to an AWS SDK. */
  readonly url: string;
  readonly tables: Tables;
  close(): Promise<void>;
}

/** DynamoDB on a port of this machine. Errors: DirectoryInUseError; the port is taken (EADDRINUSE). */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { port = 0, host = '127.0.0.1', dataDirectory, fsync = false } = options;
  const log = dataDirectory === undefined ? memoryLog() : fileLog(dataDirectory, { fsync });
  const tables = createTables({ log });
  await log.open();
  // Longer than clients keep idle connections: a server that closes first makes their next request fail.
  const server = createServer({ keepAliveTimeout: 75_000 }, dynamoDbListener(tables));
  try {
    await listen(server, port, host);
  } catch (error) {
    await log.close();
    throw error;
  }
  tables.start();
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    tables,
    async close() {
      tables.close();
      await closeServer(server);
      await log.close();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** How often connections that have become idle are looked for while a server closes. */
const idleCheckMs = 20;

/** Lets requests that are under way finish; idle keep-alive connections are closed, also those idle only then. */
function closeServer(server: Server): Promise<void> {
  const check = setInterval(() => server.closeIdleConnections(), idleCheckMs);
  return new Promise((resolve, reject) => {
    server.close((error) => {
      clearInterval(check);
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeIdleConnections();
  });
}
