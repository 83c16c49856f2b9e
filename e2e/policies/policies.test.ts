import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GrantReport, StartError } from '@atoll/local-aws';
import { eventually } from '../shop/customer.js';
import * as does from './behaviours.js';
import { exercise } from './exercise.js';
import { lineOf, type ShopInProcess, shopInProcess } from './shop-in-process.js';
import { shopWithout } from './shop-without.js';
import { statementsOfFunctions, statementsOfQueues, type WrittenStatement } from './statements.js';

const directory = mkdtempSync(join(tmpdir(), 'atoll policies '));
const grantsFile = join(directory, 'grants.json');
let shop: ShopInProcess;

beforeAll(async () => {
  shop = await shopInProcess({ recordGrantsFile: grantsFile });
}, 60_000);
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** What the shop cannot do without the statement of a function that grants the action. */
const needing: Readonly<Record<string, does.Behaviour>> = {
  'CatalogFunction dynamodb:GetItem': does.lookingAtAProduct,
  'CatalogFunction dynamodb:Query': does.searching,
  'CatalogPublisherFunction events:PutEvents': does.changingAProduct,
  'InventoryFunction dynamodb:GetItem': does.lookingAtStock,
  'InventoryEventsFunction dynamodb:GetItem': does.buying,
  'InventoryExpiryFunction dynamodb:PutItem': does.expiring,
  'InventoryExpiryFunction dynamodb:Query': does.expiring,
  'InventoryPublisherFunction events:PutEvents': does.buying,
  'OrdersFunction dynamodb:GetItem': does.buying,
  'OrdersFunction dynamodb:Query': does.lookingAtOrders,
  'OrdersEventsFunction dynamodb:GetItem': does.buying,
  'OrdersPublisherFunction events:PutEvents': does.buying,
  'PaymentsFunction dynamodb:GetItem': does.lookingForAPayment,
  'PaymentsFunction dynamodb:Query': does.lookingAtPayments,
  'PaymentsEventsFunction dynamodb:GetItem': does.buying,
  'PaymentsReconcileFunction dynamodb:GetItem': does.reconciling,
  'PaymentsReconcileFunction dynamodb:Query': does.reconciling,
  'PaymentsPublisherFunction events:PutEvents': does.buying,
  'StripeSandboxFunction dynamodb:Query': does.lookingAtTheLedger,
};

/** Lambda and EventBridge send in the name of others; what they need for it is asked for before the start. */
const forServices = ({ actions }: WrittenStatement) => actions.join() === 'sqs:SendMessage';

test('with all that the templates grant nothing that the shop does is refused', async () => {
  await exercise(shop);
  expect(shop.output()).not.toContain('was refused');
}, 90_000);

test('no statement says more than it must: a wildcard has its reason in the same line', () => {
  const statements = [
    ...statementsOfFunctions(shop.running.system),
    ...statementsOfQueues(shop.running.system),
  ];
  expect(statements.length).toBeGreaterThan(20);
  const wild = statements.filter(({ actions, resources, compared }) =>
    [...actions, ...resources, ...compared].some((text) => /[*?]/.test(text)),
  );
  const unexplained = wild.filter(({ file, line }) => !/ # \w/.test(lineOf(file, line)));
  expect(unexplained.map(({ place, owner }) => `${place} ${owner}`)).toEqual([]);
});

/** Takes the statement away, sees the behaviour fail with the line that lacks it, and gives it back. */
async function failsWithout({ place, file, owner, actions }: WrittenStatement): Promise<void> {
  const behaviour = actions.flatMap((action) => needing[`${owner} ${action}`] ?? [])[0];
  if (behaviour === undefined)
    throw new Error(
      `${place}: nothing is known here that ${owner} needs this statement for: add it to 'needing'`,
    );
  const before = shop.output().length;
  shop.running.leaveOut([place]);
  const come = await behaviour(shop).catch(() => async () => false);
  const refused = new RegExp(
    `^${owner} was refused (${actions.join('|')}) on .*, as on AWS\\n${file}:\\d+: add to the Policies of ${owner}: - Statement: `,
    'm',
  );
  await eventually(async () => (refused.test(shop.output().slice(before)) ? true : undefined), 15_000);
  expect([place, await come().catch(() => false)]).toEqual([place, false]);
  shop.running.leaveOut([]);
}

test('without any one statement of a function something that the shop does fails, and the line to mend is printed', async () => {
  const statements = statementsOfFunctions(shop.running.system).filter((each) => !forServices(each));
  expect(statements.length).toBeGreaterThan(15);
  for (const statement of statements) await failsWithout(statement);
}, 120_000);

test('when all is given back the shop does what it did; by then every action of every statement was used', async () => {
  const come = await does.buying(shop);
  await eventually(async () => ((await come()) ? true : undefined), 60_000);
  await shop.running.close();
  const { unused }: GrantReport = JSON.parse(readFileSync(grantsFile, 'utf8'));
  expect(unused).toEqual([]);
}, 90_000);

test('without any one statement that Lambda or EventBridge needs the shop does not start, and says where', async () => {
  const { system } = shop.running;
  const statements = [...statementsOfFunctions(system).filter(forServices), ...statementsOfQueues(system)];
  expect(statements.length).toBeGreaterThan(8);
  for (const statement of statements) {
    const { place, owner, file } = statement;
    const copy = mkdtempSync(join(directory, 'without '));
    const started = shopInProcess({ workingDirectory: copy, templateFile: shopWithout(copy, [statement]) });
    const error = await started.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    if (!(error instanceof StartError)) throw new Error(`${place}: the shop started without the statement`);
    const told = error.problems.map((each) => `${each.place?.file} ${each.code} ${each.what}`);
    expect([place, told]).toEqual([
      place,
      expect.arrayContaining([expect.stringMatching(`^${file} (queue-)?policy-missing .*${owner}`)]),
    ]);
  }
}, 60_000);
