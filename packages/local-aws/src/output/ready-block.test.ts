import type { System } from '../system.js';
import { counted, readyBlock } from './ready-block.js';

const urls = {
  apiUrl: 'http://127.0.0.1:3000',
  endpointUrl: 'http://127.0.0.1:4566',
  issuerUrl: 'http://127.0.0.1:4566/issuer',
};
const system: System = {
  region: 'us-east-1',
  accountId: '000000000000',
  functions: [],
  apis: [],
  tables: [],
  queues: [],
  buses: [],
  rules: [],
  eventSourceMappings: [],
  parameters: [],
  outputs: {},
};

test("the block has the URLs, the time and what runs, and the caller's hint with the URLs put in", () => {
  const block = readyBlock(
    { ...urls, system },
    { durationMs: 812.4, dataDir: '/tmp/data', hint: 'curl {api}/v1\nuse {endpoint} or {api}\n' },
  );
  expect(block).toBe(`
local-aws is ready after 812 ms

  API       http://127.0.0.1:3000
  endpoint  http://127.0.0.1:4566  (AWS_ENDPOINT_URL)
  issuer    http://127.0.0.1:4566/issuer
  system    0 functions, 0 tables, 0 queues
  data      /tmp/data

curl http://127.0.0.1:3000/v1
use http://127.0.0.1:4566 or http://127.0.0.1:3000

`);
});

test('without a directory the data is said to be in memory', () => {
  expect(readyBlock({ ...urls, system }, { durationMs: 1 })).toMatch(
    / {2}data {6}in memory: --data DIR keeps it\n\n$/,
  );
});

test('one is singular', () => {
  expect([counted(1, 'queue'), counted(2, 'queue'), counted(2, 'event bus')]).toEqual([
    '1 queue',
    '2 queues',
    '2 event buses',
  ]);
});
