import type { Decision } from './decide.js';
import { printDecision } from './report.js';

const decision: Decision = {
  candidate: { service: 'orders', version: '0.9.0', contractVersion: '2.0.0', clients: [] },
  environment: 'prod',
  pairs: [
    {
      answer: 'no',
      consumer: 'payments 0.3.0',
      provider: 'orders 0.9.0',
      uses: ['http', 'events'],
      reason: 'it was tested with 1.4.0',
    },
    {
      answer: 'yes',
      consumer: 'orders 0.9.0',
      provider: 'catalog 0.5.0',
      uses: ['http'],
      reason: 'it has 1.1.0',
    },
  ],
  yes: false,
  first: ['payments tested with @atoll/orders-client 2.0.0'],
  deadlocks: ['payments'],
};

test('a no tells every pair, what to deploy first, and how services that wait for one another go on', () => {
  expect(printDecision(decision)).toBe(`no: orders 0.9.0 with contract 2.0.0 cannot be deployed to prod
  no       payments 0.3.0 → orders 0.9.0 (http, events): it was tested with 1.4.0
  yes      orders 0.9.0 → catalog 0.5.0 (http): it has 1.1.0
deploy first: payments tested with @atoll/orders-client 2.0.0
orders and payments wait for one another: offer the new beside the old first (a minor version), let
payments move to it, and take the old away when nobody uses it any more`);
});

test('a service that has no contract and no neighbours is told as alone', () => {
  const candidate = { ...decision.candidate, contractVersion: undefined };
  expect(printDecision({ ...decision, candidate, pairs: [], yes: true, first: [], deadlocks: [] })).toBe(
    'yes: orders 0.9.0 can be deployed to prod\n  nobody in prod uses it, and it uses nobody',
  );
});
