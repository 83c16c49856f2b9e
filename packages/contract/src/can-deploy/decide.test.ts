import { type Candidate, decide, type Knowledge } from './decide.js';
import type { DeployedService } from './deploy-record.js';

const client = (service: string) => `@atoll/${service}-client`;

const knowledge: Knowledge = {
  providerOf: (name) => /^@atoll\/(.+)-client$/.exec(name)?.[1],
  rangesOf: () => undefined,
  compared: () => undefined,
  usesOf: (service) => (service === 'inventory' ? ['events'] : ['http']),
};

function deployed(version: string, contractVersion: string, tested: Record<string, string>): DeployedService {
  const testedWith = new Map(Object.entries(tested).map(([name, each]) => [client(name), [each]]));
  return { version, contractVersion, testedWith };
}

function candidate(contractVersion: string, tested: Record<string, string>): Candidate {
  const clients = Object.entries(tested).map(([name, each]) => ({
    name: client(name),
    range: `^${each}`,
    tested: [each],
  }));
  return { service: 'orders', version: '0.9.0', contractVersion, clients };
}

const prod = new Map([
  ['orders', deployed('0.8.0', '1.4.0', { catalog: '1.0.0' })],
  ['catalog', deployed('0.5.0', '1.1.0', {})],
  ['payments', deployed('0.3.0', '1.0.0', { orders: '1.4.0' })],
  ['inventory', deployed('0.2.0', '1.0.0', { orders: '1.2.0' })],
]);
const ask = (of: Candidate, environment = prod, known = knowledge) =>
  decide(of, { name: 'prod', deployed: environment }, known);

test('consumers that are deployed and providers that are deployed are all asked', () => {
  const decision = ask(candidate('1.5.0', { catalog: '1.1.0' }));
  expect(decision.yes).toBe(true);
  expect(
    decision.pairs.map(({ consumer, provider, uses, answer }) => [consumer, provider, uses, answer]),
  ).toEqual([
    ['payments 0.3.0', 'orders 0.9.0', ['http'], 'yes'],
    ['inventory 0.2.0', 'orders 0.9.0', ['events'], 'yes'],
    ['orders 0.9.0', 'catalog 0.5.0', ['http'], 'yes'],
  ]);
  expect(decision.first).toEqual([]);
});

test('one no is a no, with what comes first, in both directions', () => {
  const decision = ask(candidate('2.0.0', { catalog: '1.2.0' }));
  expect(decision.yes).toBe(false);
  expect(decision.pairs.map(({ answer }) => answer)).toEqual(['no', 'no', 'no']);
  expect(decision.first).toEqual([
    'payments tested with @atoll/orders-client 2.0.0',
    'inventory tested with @atoll/orders-client 2.0.0',
    'catalog with contract 1.2.0 or later',
  ]);
  expect(decision.deadlocks).toEqual([]);
});

test('a rollback below what a consumer was tested with is refused', () => {
  const { yes, first } = ask(candidate('1.3.0', {}));
  expect([yes, first]).toEqual([false, ['orders with contract 1.4.0 or later']]);
});

test('services that wait for one another are told', () => {
  const decision = ask(candidate('2.0.0', { payments: '1.1.0' }));
  expect(decision.deadlocks).toEqual(['payments']);
});

test('a client of which only the package.json of a deployed service knows was never tested', () => {
  const ranges = { ...knowledge, rangesOf: () => new Map([[client('orders'), '^1.0.0']]) };
  const environment = new Map([['catalog', deployed('0.5.0', '1.0.0', {})]]);
  const decision = ask(candidate('1.0.0', {}), environment, ranges);
  expect([decision.yes, decision.pairs[0]?.answer]).toEqual([false, 'unknown']);
});

test('a service works with itself, and with packages that are no clients', () => {
  const own = candidate('1.5.0', { orders: '1.0.0' });
  const library = { name: 'yaml', range: '^2.0.0', tested: [] };
  const decision = ask({ ...own, clients: [...own.clients, library] }, new Map());
  expect([decision.yes, decision.pairs]).toEqual([true, []]);
});
