/**
 * `npm run bench -- codecs`: time to check an order of 1, 10 and 100 lines with a generated codec, with Ajv (compiled,
 * with the codec's own functions for formats, so that both do the same), with the standalone code that Ajv generates
 * (formats of ajv-formats), with zod and with interpretive io-ts, in turn in one process; medians over rounds, as ratios
 * to the first Ajv and to the standalone code.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as t from 'io-ts';
import * as z from 'zod';
import { readContract } from '../src/read/contract.js';
import { isDateTime, isUuid } from '../src/runtime/codec/formats.js';
import { loadCodecs } from '../src/write/schemas/load-generated.js';
import { orderOf, orderSchema, skuPattern } from './service/order.js';

const require = createRequire(import.meta.url);
const { default: standaloneCode } =
  require('ajv/dist/standalone') as typeof import('ajv/dist/standalone/index.js');

const directory = mkdtempSync(join(tmpdir(), 'bench '));
process.on('exit', () => rmSync(directory, { recursive: true }));

function generated() {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Bench', version: '1.0.0' },
    components: { schemas: { Order: orderSchema } },
  };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const { contract } = readContract('openapi.json', directory);
  const codec = contract && loadCodecs(contract).codecs.Order;
  if (codec === undefined) throw new Error('the contract of the bench has errors');
  return codec;
}

function interpretive(): t.Mixed {
  const matching = (pattern: string) => {
    const regex = new RegExp(pattern, 'u');
    return t.refinement(t.string, (text) => regex.test(text));
  };
  const Money = t.type({
    amount: t.refinement(t.number, (amount) => Number.isInteger(amount) && amount >= 0),
    currency: matching('^[A-Z]{3}$'),
  });
  const Quantity = t.refinement(t.number, (value) => Number.isInteger(value) && value >= 1 && value <= 99);
  const Line = t.type({ sku: matching(skuPattern), quantity: Quantity, price: Money });
  const Status = t.union([t.literal('pending'), t.literal('confirmed'), t.literal('cancelled')]);
  const known = {
    orderId: t.refinement(t.string, isUuid),
    status: Status,
    placedAt: t.refinement(t.string, isDateTime),
  };
  return t.intersection([
    t.type({ ...known, lines: t.array(Line), total: Money }),
    t.partial({ note: t.string }),
  ]);
}

function zodOrder() {
  const Money = z.strictObject({ amount: z.int().min(0), currency: z.string().regex(/^[A-Z]{3}$/u) });
  const Line = z.strictObject({
    sku: z.string().regex(new RegExp(skuPattern, 'u')).max(40),
    quantity: z.int().min(1).max(99),
    price: Money,
  });
  return z.looseObject({
    orderId: z.string().refine(isUuid),
    status: z.enum(['pending', 'confirmed', 'cancelled']),
    placedAt: z.string().refine(isDateTime),
    note: z.string().max(200).optional(),
    lines: z.array(Line).min(1).max(100),
    total: Money,
  });
}

/** The module that Ajv writes for use without Ajv. */
function standalone(): (value: unknown) => boolean {
  const generator = addFormats.default(new Ajv({ code: { source: true } }));
  const text = standaloneCode(generator, generator.compile(orderSchema));
  const module: { exports: unknown } = { exports: {} };
  new Function('require', 'module', 'exports', text)(require, module, module.exports);
  return module.exports as (value: unknown) => boolean;
}

const ajv = new Ajv({ formats: { uuid: isUuid, 'date-time': isDateTime } });
const validate = ajv.compile(orderSchema);
const validateStandalone = standalone();
const codec = generated();
const plain = interpretive();
const schema = zodOrder();
const peers: Record<string, (value: unknown) => boolean> = {
  'generated codec': (value) => codec.decode(value)._tag === 'Right',
  Ajv: (value) => validate(value),
  'Ajv standalone': (value) => validateStandalone(value),
  zod: (value) => schema.safeParse(value).success,
  'io-ts': (value) => plain.decode(value)._tag === 'Right',
};

const warmUpMs = 200;

/** Microseconds per check, the median of the rounds; peers take turns so that a drift of the machine meets them all. */
function measure(value: unknown, expected: boolean, times: number): Record<string, number> {
  const rounds: Record<string, number[]> = Object.fromEntries(Object.keys(peers).map((name) => [name, []]));
  // Until the compiler of the engine has done its part, which a busy machine puts off.
  for (const check of Object.values(peers))
    for (const started = performance.now(); performance.now() - started < warmUpMs; ) check(value);
  for (let round = 0; round < 15; round++) {
    for (const [name, check] of Object.entries(peers)) {
      const started = performance.now();
      for (let index = 0; index < times; index++)
        if (check(value) !== expected) throw new Error(`${name} is wrong`);
      rounds[name]?.push(((performance.now() - started) / times) * 1000);
    }
  }
  return Object.fromEntries(
    Object.entries(rounds).map(([name, all]) => [name, all.sort((a, b) => a - b)[7] ?? 0]),
  );
}

for (const lines of [1, 10, 100]) {
  // As a request brings them: parsed, and no part of one is part of another.
  const valid: unknown = JSON.parse(JSON.stringify(orderOf(lines)));
  const invalid: unknown = JSON.parse(
    JSON.stringify({ ...orderOf(lines), total: { amount: -1, currency: 'EUR' } }),
  );
  for (const [kind, value, expected] of [
    ['valid', valid, true],
    ['invalid', invalid, false],
  ] as const) {
    const times = measure(value, expected, Math.ceil(20_000 / lines));
    const ratio = (us: number, peer: string) => (us / (times[peer] ?? 1)).toFixed(2);
    const figures = Object.entries(times).map(
      ([name, us]) => `${name} ${us.toFixed(2)} µs (${ratio(us, 'Ajv')}, ${ratio(us, 'Ajv standalone')})`,
    );
    console.log(`${String(lines).padStart(3)} lines ${kind.padEnd(7)} ${figures.join(' · ')}`);
  }
}
