import type { Change } from '@aws-sdk/client-cloudformation';
import type { JsonMap } from '../template/json.js';
import { carryOut } from './carry-out.js';

const before: JsonMap = { Resources: { Orders: 'old' } };
const template: JsonMap = { Resources: { Orders: 'new' } };

function changeOf(logicalId: string, evaluation: 'Static' | 'Dynamic' = 'Static'): Change {
  const details = [{ Target: { Name: 'TemplateURL' }, Evaluation: evaluation }];
  return {
    ResourceChange: { Action: 'Modify', LogicalResourceId: logicalId, ResourceType: 'X', Details: details },
  };
}

/** A stack that plans these changes; what was done with them is in `done`. */
function planOf(changes: Change[] | undefined, { deployed = before, dryRun = false } = {}) {
  const done: string[] = [];
  const record = (what: string) => async () => void done.push(what);
  const plan = async () => changes && { name: 'set', changes };
  const stack = {
    template: async () => deployed,
    plan,
    drop: record('dropped'),
    execute: record('executed'),
  };
  const store = { putRoot: async (_template: JsonMap, hash: string) => `https://bucket/${hash}` };
  return { done, plan: { stack, store, before, template, parameters: {}, alone: ['Orders'], dryRun } };
}

let printed: string[];
beforeEach(() => {
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((...texts: unknown[]) => {
    printed.push(texts.join(' '));
  });
});
afterEach(() => jest.restoreAllMocks());

test('a change of the service alone is shown and executed', async () => {
  const { plan, done } = planOf([changeOf('Orders')]);
  await carryOut(plan);
  expect([printed, done]).toEqual([['  changes Orders (X): TemplateURL'], ['executed']]);
});

test('stacks that are only looked at again do not stop it', async () => {
  const { plan, done } = planOf([changeOf('Orders'), changeOf('Payments', 'Dynamic')]);
  await carryOut(plan);
  expect(done).toEqual(['executed']);
});

test('a change of anything else is refused by name, and the change set is dropped', async () => {
  const { plan, done } = planOf([changeOf('Orders'), changeOf('Catalog')]);
  await expect(carryOut(plan)).rejects.toThrow(/would change more than Orders[\s\S]*changes Catalog/);
  expect(done).toEqual(['dropped']);
});

test('a change within the service is its own, one within another is not', async () => {
  const own = planOf([changeOf('Orders'), changeOf('Orders/OrdersTable')]);
  await carryOut(own.plan);
  const other = planOf([changeOf('Orders'), changeOf('Catalog', 'Dynamic'), changeOf('Catalog/Table')]);
  await expect(carryOut(other.plan)).rejects.toThrow(/more than Orders[\s\S]*changes Catalog\/Table/);
  expect([own.done, other.done]).toEqual([['executed'], ['dropped']]);
});

test('nothing is executed by who has lost the lock', async () => {
  const { plan, done } = planOf([changeOf('Orders')]);
  const check = () => {
    throw new Error('lost');
  };
  await expect(carryOut({ ...plan, check })).rejects.toThrow('lost');
  expect(done).toEqual([]);
});

test('nothing is executed when another deployment has changed the root in between', async () => {
  const { plan, done } = planOf([changeOf('Orders')], { deployed: { Resources: { Orders: 'other' } } });
  await expect(carryOut(plan)).rejects.toThrow('another deployment was faster');
  expect(done).toEqual(['dropped']);
});

test('a dry run drops the change set, and no change needs none', async () => {
  const dry = planOf([changeOf('Orders')], { dryRun: true });
  await carryOut(dry.plan);
  const same = planOf(undefined);
  await carryOut(same.plan);
  expect([dry.done, same.done]).toEqual([['dropped'], []]);
  expect(printed.at(-1)).toBe('nothing changes: this is what is deployed');
});
