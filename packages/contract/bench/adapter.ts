/**
 * `npm run bench -- adapter [LINES …]`: time of one valid POST of an order through a whole Lambda adapter, as ratio to
 * a bare handler, which parses, works and answers and checks nothing. Peers are installed by npm into a temporary
 * folder: middy with its Ajv validator, Hono with Zod, Fastify with Ajv, Powertools' event handler with Zod. Each takes
 * its turn in one process; the figure is the median batch, which tells the same beside other programs as on an idle
 * machine, where the mean does not. Events are parsed from text a few at a time, as Lambda's runtime parses one before
 * it calls the handler: thousands made in advance would be cold memory to whoever reads their headers.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProxyEvent, ProxyResult } from '../src/runtime/server/event.js';
import { peerCode, peerPackages } from './adapter/peers.js';
import { bundle, generateService } from './service/generate-service.js';
import { orderOf, orderSchema } from './service/order.js';

type Handler = (event: object, context: object) => Promise<ProxyResult>;

const temporary = mkdtempSync(join(tmpdir(), 'adapter '));
const own = generateService();
process.on('exit', () => {
  for (const folder of [temporary, own]) rmSync(folder, { recursive: true, force: true });
});

const bare: Handler = async (event) => {
  const order = JSON.parse((event as ProxyEvent).body ?? '') as { lines: unknown[]; orderId: string };
  const body = JSON.stringify({ orderId: order.orderId, lines: order.lines.length });
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body, isBase64Encoded: false };
};

const serviceCode = `import { contract, type Contract } from './gen/contract.js';
import type { Handler } from './gen/runtime/server/handler.js';
import { createLog } from './gen/runtime/server/log.js';
import { serve } from './gen/runtime/server/serve.js';
const placeOrder: Handler<Contract['placeOrder'], object> = async ({ body }) => ({ status: 200, body: { orderId: body.orderId, lines: body.lines.length } });
const make = (level: string) => {
  const made = { context: {}, options: { log: createLog(contract, level) } };
  return serve(contract, { placeOrder }, async () => made);
};
export const quiet = make('silent');
export const logging = make('info');
`;

async function generated(): Promise<{ quiet: Handler; logging: Handler }> {
  const file = await bundle(own, 'service', serviceCode);
  return createRequire(file)(file);
}

/** The peers' handlers; none where npm has no way to their packages. */
async function peers(): Promise<Record<string, Handler>> {
  writeFileSync(join(temporary, 'package.json'), '{ "private": true, "type": "module" }');
  try {
    execFileSync(
      'npm',
      ['install', '--no-audit', '--no-fund', '--engine-strict=false', '--loglevel=error', ...peerPackages],
      {
        cwd: temporary,
        stdio: 'pipe',
      },
    );
  } catch (error) {
    console.log(
      `peers are left out: npm cannot install them: ${String((error as { stderr?: unknown }).stderr ?? error).split('\n')[0]}`,
    );
    return {};
  }
  writeFileSync(join(temporary, 'peers.mjs'), peerCode(orderSchema));
  const module = (await import(join(temporary, 'peers.mjs'))) as { handlers: Record<string, Handler> };
  return module.handlers;
}

function eventOf(lines: number): string {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    host: 'api.example.com',
    'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
  };
  const requestContext = {
    requestId: 'request-1',
    path: '/v1/orders',
    httpMethod: 'POST',
    stage: 'live',
    accountId: '1',
    identity: { sourceIp: '192.0.2.1' },
  };
  const many = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return JSON.stringify({
    resource: '/v1/orders',
    httpMethod: 'POST',
    path: '/v1/orders',
    headers,
    multiValueHeaders: many,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext,
    body: JSON.stringify(orderOf(lines)),
    isBase64Encoded: false,
  });
}

const lambda = { awsRequestId: 'x', functionName: 'bench', getRemainingTimeInMillis: () => 10_000 };

const batchSize = 50;

/** Milliseconds that the handler takes for a batch of events. */
async function timeOfBatch(name: string, handler: Handler, text: string): Promise<number> {
  const events = Array.from({ length: batchSize }, () => JSON.parse(text) as object);
  const started = performance.now();
  for (const event of events) {
    const { statusCode } = await handler(event, lambda);
    if (statusCode !== 200) throw new Error(`${name} answers ${statusCode}`);
  }
  return performance.now() - started;
}

/** Microseconds per request, the median of all batches. */
async function measure(handlers: Record<string, Handler>, lines: number): Promise<Record<string, number>> {
  const timesMs: Record<string, number[]> = Object.fromEntries(
    Object.keys(handlers).map((name) => [name, []]),
  );
  const text = eventOf(lines);
  const batches = Math.ceil(6000 / (1 + lines / 10) / batchSize);
  for (let round = 0; round < 15; round++) {
    for (const [name, handler] of Object.entries(handlers)) {
      for (let batch = 0; batch < batches; batch++)
        timesMs[name]?.push(await timeOfBatch(name, handler, text));
    }
  }
  const median = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1] ?? 0;
  return Object.fromEntries(
    Object.entries(timesMs).map(([name, all]) => [name, (median(all) / batchSize) * 1000]),
  );
}

const { quiet, logging } = await generated();
const handlers = { bare, 'generated service': quiet, 'with its log line': logging, ...(await peers()) };
const { write } = process.stdout;
for (const lines of process.argv
  .slice(2)
  .map(Number)
  .filter((each) => each > 0)
  .concat(process.argv.length > 2 ? [] : [1, 10, 100])) {
  // The log line is written for nobody: what is measured is the work that it makes.
  process.stdout.write = () => true;
  const times = await measure(handlers, lines);
  process.stdout.write = write;
  const figures = Object.entries(times).map(
    ([name, us]) => `${name} ${us.toFixed(1)} µs (${(us / (times.bare ?? 1)).toFixed(2)})`,
  );
  console.log(`${String(lines).padStart(3)} lines  ${figures.join(' · ')}`);
}
