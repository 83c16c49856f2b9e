/**
 * `npm run bench -- cold-start [ROUNDS]`: from the start of a fresh process to a function's first answer: the generated
 * service without the AWS SDK, with and without the verifier of tokens, as ratio to a bare handler in the same kind of
 * bundle. Medians; what of it is the loading of the function and its first answer, without Node's own start, stands beside.
 */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, generateService } from './service/generate-service.js';
import { orderOf } from './service/order.js';

const own = generateService();
process.on('exit', () => rmSync(own, { recursive: true, force: true }));

const placeOrder =
  "const placeOrder: Handler<Contract['placeOrder'], object> = async ({ body }) => ({ status: 200, body: { orderId: body.orderId, lines: body.lines.length } });";
const imports = `import { contract, type Contract } from './gen/contract.js';
import type { Handler } from './gen/runtime/server/handler.js';
import { createLog } from './gen/runtime/server/log.js';
import { serve } from './gen/runtime/server/serve.js';`;
const codes = {
  bare: `export const handler = async (event: { body: string }) => {
  const order = JSON.parse(event.body) as { lines: unknown[]; orderId: string };
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ orderId: order.orderId, lines: order.lines.length }) };
};
`,
  'generated service': `${imports}
${placeOrder}
export const handler = serve(contract, { placeOrder }, async () => ({ context: {}, options: { log: createLog(contract) } }));
`,
  'with tokens': `${imports}
import { bearerTokens } from './gen/runtime/server/authorize.js';
import { fetchKeys } from './gen/runtime/server/fetch-keys.js';
${placeOrder}
const issuer = 'https://issuer.example';
export const handler = serve(contract, { placeOrder }, async () => ({ context: {}, options: { log: createLog(contract), authenticate: bearerTokens({ issuer, fetchKeys: fetchKeys(issuer, 2000) }) } }));
`,
};

const event = {
  httpMethod: 'POST',
  path: '/v1/orders',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(orderOf(10)),
  isBase64Encoded: false,
  requestContext: { requestId: 'request-1' },
};
const measure = join(own, 'measure.cjs');
writeFileSync(
  measure,
  `const event = ${JSON.stringify(event)};
const started = performance.now();
const { handler } = require(process.argv[2]);
const loaded = performance.now();
handler(event, { awsRequestId: 'x', getRemainingTimeInMillis: () => 10000 }).then(({ statusCode }) => {
  if (statusCode !== 200) throw new Error('the answer is ' + statusCode);
  const times = JSON.stringify([loaded - started, performance.now() - started, performance.now()]);
  process.stderr.write(times);
});
`,
);

/** Milliseconds to load, to load and answer, and from the start of the process to the answer. */
type Times = readonly [load: number, first: number, whole: number];

function once(file: string): Times {
  const script = `"${process.execPath}" "${measure}" "${file}" 2>&1 >/dev/null`;
  return JSON.parse(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })) as Times;
}

const rounds = Number(process.argv[2] ?? 21);
const files = new Map<string, string>();
for (const [name, code] of Object.entries(codes))
  files.set(name, await bundle(own, name.replaceAll(' ', '-'), code));
const times = new Map(Array.from(files, ([name]) => [name, [] as Times[]] as const));
for (let round = 0; round < rounds; round++) {
  for (const [name, file] of files) times.get(name)?.push(once(file));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const at = (name: string, index: 0 | 1 | 2) => median((times.get(name) ?? []).map((each) => each[index]));
const base = at('bare', 2);
for (const name of times.keys()) {
  const [load, first, whole] = [at(name, 0), at(name, 1), at(name, 2)].map((each) => each.toFixed(1));
  const ratio = (at(name, 2) / base).toFixed(2);
  console.log(
    `${name.padEnd(18)} first answer after ${whole} ms (${ratio}) · loading ${load} ms · with the answer ${first} ms`,
  );
}
