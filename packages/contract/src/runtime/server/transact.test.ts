import { type DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { failedConditions, transact } from './transact.js';

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    $metadata: {},
    message: codes.join(),
    CancellationReasons: codes.map((Code) => ({
      Code,
      ...(Code === 'ConditionalCheckFailed' && { Item: { n: { N: '2' } } }),
    })),
  });

/** A client whose sends fail in turn as told and succeed afterwards. */
function clientOf(...failures: Error[]) {
  const sent: unknown[] = [];
  const send = async (command: { input: unknown }) => {
    sent.push(command.input);
    const failure = failures[sent.length - 1];
    if (failure !== undefined) throw failure;
  };
  return { sent, client: { send } as unknown as DynamoDBClient };
}

const writes = [{ Put: { TableName: 't', Item: { pk: { S: 'a' } } } }];

test('what is written returns nothing', async () => {
  const { client, sent } = clientOf();
  expect(await transact(client, writes)).toBeUndefined();
  expect(sent).toEqual([{ TransactItems: writes }]);
});

test('conflicts with others are tried again, six times in all', async () => {
  const conflict = cancelled('None', 'TransactionConflict');
  const passing = clientOf(...Array(5).fill(conflict));
  expect(await transact(passing.client, writes)).toBeUndefined();
  expect(passing.sent).toHaveLength(6);
  const hopeless = clientOf(...Array(6).fill(conflict));
  await expect(transact(hopeless.client, writes)).rejects.toBe(conflict);
});

test('a condition that does not hold is returned at once, with the items as they are', async () => {
  const failed = cancelled('None', 'ConditionalCheckFailed', 'TransactionConflict');
  const { client, sent } = clientOf(failed);
  expect(await transact(client, writes)).toBe(failed);
  expect(sent).toHaveLength(1);
  expect(failedConditions(failed)).toEqual([undefined, { n: { N: '2' } }, undefined]);
});

test('any other failure is thrown', async () => {
  for (const error of [cancelled('ThrottlingError'), new Error('network')])
    await expect(transact(clientOf(error).client, writes)).rejects.toBe(error);
});
