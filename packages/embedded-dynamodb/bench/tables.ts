/**
 * PutItem and GetItem through the same SDK client against this engine's server and dynalite's, each in a process of
 * its own, 16 requests in flight. The goal: ours takes no longer than dynalite.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { build } from 'esbuild';

const inFlight = 16;
const warmUp = 1000;
const requests = 4000;
const rounds = 3;

interface Figures {
  readonly p50Ms: number;
  readonly perSecond: number;
}

type Figure = Readonly<Record<'put' | 'get', Figures>>;

interface Contestant {
  readonly name: string;
  /** A program that prints the endpoint when it listens. */
  readonly args: readonly string[];
}

const temporary = mkdtempSync(join(tmpdir(), 'embedded dynamodb bench '));
try {
  installDynalite();
  const ours = { name: 'embedded-dynamodb', args: await ourProgram() };
  const theirs = { name: 'dynalite 4.0.0', args: dynaliteProgram() };
  const results = new Map<string, Figure[]>();
  // In turns, so that what else the machine does falls on both.
  for (let round = 0; round < rounds; round++) {
    for (const contestant of [ours, theirs]) {
      const figures = await measure(contestant);
      results.set(contestant.name, [...(results.get(contestant.name) ?? []), figures]);
    }
  }
  print(best(results.get(ours.name) ?? []), best(results.get(theirs.name) ?? []));
} finally {
  rmSync(temporary, { recursive: true });
}

function installDynalite(): void {
  const args = ['install', '--prefix', temporary, '--no-save', '--no-audit', '--no-fund', 'dynalite@4.0.0'];
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: temporary });
  if (status !== 0)
    throw new Error('dynalite@4.0.0 cannot be installed: this benchmark needs the npm registry');
}

/** Bundled as it is published: a loader for TypeScript would slow what is measured. */
async function ourProgram(): Promise<readonly string[]> {
  const outfile = join(temporary, 'embedded-dynamodb.mjs');
  const entry = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node' });
  const url = JSON.stringify(pathToFileURL(outfile).href);
  return ['-e', `import(${url}).then(({ main }) => main(['--port', '0']))`];
}

function dynaliteProgram(): readonly string[] {
  const program = `
    const server = require(${JSON.stringify(join(temporary, 'node_modules', 'dynalite'))})({ createTableMs: 0 });
    server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));`;
  return ['-e', program];
}

async function measure({ args }: Contestant): Promise<Figure> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new DynamoDBClient({ endpoint: await endpointOf(child), region: 'us-east-1', credentials });
  try {
    await createTable(client);
    await load(warmUp, (i) => put(client, i));
    const putFigures = await load(requests, (i) => put(client, i));
    await load(warmUp, (i) => get(client, i));
    return { put: putFigures, get: await load(requests, (i) => get(client, i)) };
  } finally {
    client.destroy();
    child.kill('SIGKILL');
  }
}

function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', (line) =>
      resolve(line.slice(line.indexOf('http'))),
    );
  });
}

async function createTable(client: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [
        { AttributeName: 'customer', AttributeType: 'S' },
        { AttributeName: 'order', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'customer', KeyType: 'HASH' },
        { AttributeName: 'order', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  // dynalite turns active a moment later.
  await new Promise((resolve) => setTimeout(resolve, 200));
}

function keyOf(i: number) {
  return { customer: { S: `customer-${i % 100}` }, order: { S: `order-${i}` } };
}

function put(client: DynamoDBClient, i: number): Promise<unknown> {
  const lines = Array.from({ length: 5 }, (_, line) => ({
    M: { sku: { S: `sku-${line}` }, quantity: { N: '2' }, priceCents: { N: '1999' } },
  }));
  const Item = { ...keyOf(i), state: { S: 'placed' }, totalCents: { N: '19990' }, lines: { L: lines } };
  return client.send(new PutItemCommand({ TableName: 'orders', Item }));
}

function get(client: DynamoDBClient, i: number): Promise<unknown> {
  return client.send(new GetItemCommand({ TableName: 'orders', Key: keyOf(i), ConsistentRead: true }));
}

async function load(count: number, request: (i: number) => Promise<unknown>): Promise<Figures> {
  const timesMs: number[] = [];
  let next = 0;
  const start = performance.now();
  const lane = async (): Promise<void> => {
    while (next < count) {
      const from = performance.now();
      await request(next++);
      timesMs.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - start) / 1000;
  timesMs.sort((left, right) => left - right);
  return { p50Ms: timesMs[timesMs.length >> 1] ?? 0, perSecond: count / seconds };
}

/** The best round: what disturbs a measurement only ever makes it slower. */
function best(rounds: readonly Figure[]): Figure {
  const of = (action: 'put' | 'get'): Figures => ({
    p50Ms: Math.min(...rounds.map((round) => round[action].p50Ms)),
    perSecond: Math.max(...rounds.map((round) => round[action].perSecond)),
  });
  return { put: of('put'), get: of('get') };
}

function print(ours: Figure, theirs: Figure): void {
  for (const action of ['put', 'get'] as const) {
    const [our, their] = [ours[action], theirs[action]];
    console.log(
      `${action}: p50 ${our.p50Ms.toFixed(2)} ms against ${their.p50Ms.toFixed(2)} ms, ratio ${(our.p50Ms / their.p50Ms).toFixed(2)}; ` +
        `${our.perSecond.toFixed(0)}/s against ${their.perSecond.toFixed(0)}/s, time ratio ${(their.perSecond / our.perSecond).toFixed(2)}`,
    );
  }
}
