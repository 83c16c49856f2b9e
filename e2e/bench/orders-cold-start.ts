/**
 * `npm run bench -- orders-cold-start [ROUNDS]`: from nothing loaded to the first order, in fresh processes side by side:
 * the API function of orders as it is deployed, and the usual bundle: @aws-sdk/lib-dynamodb, jose, fetch, minified by
 * esbuild to CommonJS as SAM CLI does. Both verify the token, ask the played neighbours, and write to a real table engine
 * over HTTP. Beside it a usual handler that only writes. Medians in milliseconds, without Node's own start.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundleFunction } from '@atoll/lambda-bundle';
import { startTables } from '@atoll/local-aws';
import { build } from 'esbuild';

const workspace = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'orders cold start '));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const run = promisify(execFile);

interface Closing {
  readonly url: string;
  close(): Promise<void>;
}
interface Issuer extends Closing {
  token(sub: string, scopes: string): Promise<string>;
}
interface Neighbours extends Closing {
  readonly prices: Map<string, number>;
  readonly available: Map<string, number>;
}

/** What the tests of orders play. Not by an import that Nx sees: a change of orders would affect this project. */
function fixture<T>(path: string): Promise<T> {
  return import(join(workspace, 'apps/orders', path)) as Promise<T>;
}

const write = `const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const put = async (orderId, order) => {
  const item = { pk: 'order#' + orderId, sk: '-', ...order };
  await table.send(new TransactWriteCommand({ TransactItems: [
    { Put: { TableName: process.env.TABLE_NAME, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } },
    { Put: { TableName: process.env.TABLE_NAME, Item: { pk: 'outbox#' + orderId, sk: '-', kind: 'outbox' } } },
  ] }));
  return { statusCode: 201, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ orderId }) };
};`;
const sdk = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
${write}`;
const usual = {
  'usual, writes only': `${sdk}
export const handler = async (event) => put(randomUUID(), JSON.parse(event.body));
`,
  'usual, the same calls': `import { createRemoteJWKSet, jwtVerify } from 'jose';
${sdk}
const { env } = process;
const keys = createRemoteJWKSet(new URL(env.ISSUER_URL + '/.well-known/jwks.json'));
const post = async (url, body, headers = {}) => {
  const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  if (!answer.ok) throw new Error(url + ' answers ' + answer.status);
  return answer.json();
};
export const handler = async (event) => {
  await jwtVerify(event.headers.authorization.slice(7), keys, { issuer: env.ISSUER_URL });
  const order = JSON.parse(event.body);
  await post(env.CATALOG_URL + '/v1/price-quotes', JSON.stringify({ skus: order.lines.map(({ sku }) => sku) }));
  const { access_token: token } = await post(env.TOKEN_URL, '');
  const orderId = randomUUID();
  const reserved = await fetch(env.INVENTORY_URL + '/v1/reservations/' + orderId, {
    method: 'PUT', body: JSON.stringify({ lines: order.lines }),
    headers: { 'content-type': 'application/json', authorization: 'Bearer ' + token },
  });
  if (!reserved.ok) throw new Error('reservation answers ' + reserved.status);
  return put(orderId, order);
};
`,
};

const { testIssuer } = await fixture<{ testIssuer(): Promise<Issuer> }>('gen/runtime/testing/test-issuer.ts');
const { startNeighbours } = await fixture<{ startNeighbours(): Promise<Neighbours> }>(
  'src/neighbours-fixture.ts',
);
const issuer = await testIssuer();
const neighbours = await startNeighbours();
const tables = await startTables({
  templateFile: join(workspace, 'apps/orders/template.yaml'),
  parameters: {
    Stage: 'test',
    EventBusName: 'default',
    IssuerUrl: issuer.url,
    TokenUrl: neighbours.url,
    ClientId: 'x',
    ClientSecret: 'x',
  },
});
neighbours.prices.set('COF', 1290);
neighbours.available.set('COF', 1_000_000);

const { version } = JSON.parse(
  readFileSync(join(workspace, 'node_modules/@aws-sdk/client-dynamodb/package.json'), 'utf8'),
) as { version: string };
const peers = [`@aws-sdk/client-dynamodb@${version}`, `@aws-sdk/lib-dynamodb@${version}`, 'jose@6'];
writeFileSync(join(folder, 'package.json'), '{"private":true}');
execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, ...peers]);

const files = new Map<string, string>();
const own = await bundleFunction(join(workspace, 'apps/orders/src/api.ts'), join(folder, 'orders'), {
  minify: true,
});
files.set('orders', own.file);
for (const [name, code] of Object.entries(usual)) {
  const source = join(folder, `${name.replaceAll(/\W+/g, '-')}.mjs`);
  writeFileSync(source, code);
  const outfile = source.replace(/mjs$/, 'out.cjs');
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
  });
  files.set(name, outfile);
}

const measure = join(folder, 'measure.mjs');
writeFileSync(
  measure,
  `const [file, authorization] = process.argv.slice(2);
const event = {
  httpMethod: 'POST', path: '/v2/orders', resource: '/v2/orders', isBase64Encoded: false,
  headers: { 'content-type': 'application/json', authorization, 'idempotency-key': crypto.randomUUID() },
  body: JSON.stringify({ lines: [{ sku: 'COF', quantity: 1 }], paymentMethod: 'pm_card_visa' }),
  requestContext: { requestId: 'request-1' },
};
const started = performance.now();
const { handler } = await import(file);
const answer = await handler(event, { awsRequestId: 'x', getRemainingTimeInMillis: () => 10000 });
const ms = performance.now() - started;
if (answer.statusCode !== 201) throw new Error('the answer is ' + answer.statusCode + ' ' + answer.body);
console.log('ms ' + ms);
`,
);
const env = {
  PATH: process.env.PATH,
  AWS_ENDPOINT_URL: tables.url,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  TABLE_NAME: 'orders-test',
  ISSUER_URL: issuer.url,
  TOKEN_URL: `${neighbours.url}/oauth2/token`,
  CLIENT_ID: 'orders',
  CLIENT_SECRET: 'secret',
  CATALOG_URL: neighbours.url,
  INVENTORY_URL: neighbours.url,
  NODE_NO_WARNINGS: '1',
};
const authorization = `Bearer ${await issuer.token('ann', 'orders:read orders:write')}`;

async function once(file: string): Promise<number> {
  const { stdout } = await run(process.execPath, [measure, file, authorization], { env });
  return Number(/^ms ([\d.]+)$/m.exec(stdout)?.[1]);
}

const rounds = Number(process.argv[2] ?? 15);
const times = new Map(Array.from(files, ([name]) => [name, [] as number[]] as const));
for (let round = 0; round < rounds; round++)
  for (const [name, file] of files) times.get(name)?.push(await once(file));
const median = (name: string) => {
  const sorted = [...(times.get(name) ?? [])].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};
for (const [name, file] of files) {
  const kilobytes = (readFileSync(file).length / 1024).toFixed(0);
  const ratio = (median('orders') / median(name)).toFixed(2);
  console.log(
    `${name.padEnd(22)} ${median(name).toFixed(1)} ms · ${kilobytes} KiB · orders is ${ratio} of it`,
  );
}
await Promise.all([tables.close(), issuer.close(), neighbours.close()]);
