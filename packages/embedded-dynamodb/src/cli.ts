import { parseArgs } from 'node:util';
import { type RunningServer, type ServerOptions, startServer } from './http/start-server.js';
import { DirectoryInUseError } from './log/directory-lock.js';

const usage = `usage: embedded-dynamodb [--port 8000] [--host 127.0.0.1] [--data DIRECTORY] [--fsync]

  --port   where to listen; 0 takes any free port
  --host   the address to listen on
  --data   keeps tables in this directory; without it they are in memory
  --fsync  answers a write when it is on the disk`;

/** Runs until SIGTERM or SIGINT; returns the exit code. */
export async function main(args: string[]): Promise<number> {
  let options: ServerOptions | undefined;
  try {
    options = parseOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (options === undefined) {
    console.log(usage);
    return 0;
  }
  try {
    const server = await startServer(options);
    console.log(`DynamoDB at ${server.url}`);
    await stopped(server);
    return 0;
  } catch (error) {
    console.error(explain(error, options));
    return 1;
  }
}

/** Undefined: the caller asks for help. Errors: an unknown option, a port that is none. */
function parseOptions(args: string[]): ServerOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8000' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
      fsync: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535) {
    throw new Error(`--port ${values.port}: a port is a number from 0 to 65535`);
  }
  const { host, fsync, data } = values;
  return { port, host, fsync, ...(data !== undefined && { dataDirectory: data }) };
}

function stopped(server: RunningServer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      server.close().then(resolve, reject);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}

function explain(error: unknown, { port, host }: ServerOptions): string {
  if (error instanceof DirectoryInUseError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return `port ${port} of ${host} is in use: stop what listens there, or choose another with --port`;
  }
  if (code === 'EACCES') return `port ${port} of ${host} is not allowed: choose one above 1023 with --port`;
  return message;
}
