import { counted, readyBlock, type Started } from './ready-block.js';

const started: Started = {
  apiUrl: 'http://127.0.0.1:3000',
  endpointUrl: 'http://127.0.0.1:4566',
  issuerUrl: 'http://127.0.0.1:4566/issuer',
  system: { functions: [], tables: [], queues: [], apiKeys: [] },
  seeds: { applied: 0, requests: 0, known: 0 },
  startMs: 812.4,
};

test("the block has the URLs, the time and what runs, and the caller's hint with the URLs put in", () => {
  const hint = 'curl {api}/v1\nuse {endpoint} or {api}\n';
  expect(readyBlock(started, { dataDir: '/tmp/data', hint })).toBe(`
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
  expect(readyBlock(started, {})).toMatch(/ {2}data {6}in memory: --data DIR keeps it\n\n$/);
});

test('the values of API keys are told, each with its name', () => {
  const place = { file: 'template.yaml', line: 1, column: 1 };
  const key = { place, logicalId: 'Key', stack: '', id: 'k', name: 'partner', value: 'abc', enabled: true };
  const block = readyBlock({ ...started, system: { ...started.system, apiKeys: [key] } }, {});
  expect(block).toContain('0 queues\n  API key   abc  (partner)\n  data ');
});

test('seeds are told when there were any', () => {
  const seeded = (seeds: Started['seeds']) =>
    readyBlock({ ...started, seeds }, {})
      .split('\n')
      .slice(8, -2);
  expect(seeded({ applied: 2, requests: 40, known: 1 })).toEqual(['  seeds     40 requests of 2 files']);
  expect(seeded({ applied: 0, requests: 0, known: 1 })).toEqual(['  seeds     the data has them already']);
  expect(seeded({ applied: 0, requests: 0, known: 0 })).toEqual([]);
});

test('one is singular', () => {
  expect([counted(1, 'queue'), counted(2, 'queue'), counted(2, 'event bus')]).toEqual([
    '1 queue',
    '2 queues',
    '2 event buses',
  ]);
});
