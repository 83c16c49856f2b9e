import { simpleTable, type TestTables, testTables } from '../test-tables.js';

let engine: TestTables;

beforeEach(async () => {
  engine = testTables();
  await engine.dynamodb('CreateTable', simpleTable);
});

const TableName = 'things';
const key = (id: string) => ({ id: { S: id } });

async function stored(id: string): Promise<unknown> {
  return (await engine.dynamodb('GetItem', { TableName, Key: key(id) })).Item;
}

test('an update makes the item that is not there, and its expressions see the key', async () => {
  const update = { TableName, Key: key('a'), UpdateExpression: 'SET twin = id', ReturnValues: 'UPDATED_NEW' };
  expect(await engine.dynamodb('UpdateItem', update)).toEqual({ Attributes: { twin: { S: 'a' } } });
  expect(await stored('a')).toEqual({ id: { S: 'a' }, twin: { S: 'a' } });
  await engine.dynamodb('UpdateItem', { TableName, Key: key('b') });
  expect(await stored('b')).toEqual(key('b'));
});

test.each([
  ['ALL_OLD', { id: { S: 'a' }, n: { N: '1' }, m: { S: 'x' } }],
  ['ALL_NEW', { id: { S: 'a' }, n: { N: '3' }, m: { S: 'x' } }],
  ['UPDATED_OLD', { n: { N: '1' } }],
  ['UPDATED_NEW', { n: { N: '3' } }],
  ['NONE', undefined],
])('an update with ReturnValues %s answers %j', async (ReturnValues, expected) => {
  await engine.dynamodb('PutItem', { TableName, Item: { ...key('a'), n: { N: '1' }, m: { S: 'x' } } });
  const answer = await engine.dynamodb('UpdateItem', {
    TableName,
    Key: key('a'),
    UpdateExpression: 'ADD n :n',
    ExpressionAttributeValues: { ':n': { N: '2' } },
    ReturnValues,
  });
  expect(answer.Attributes).toEqual(expected);
});

test('an item of 400 KB is taken and one byte more is not, by put and by update', async () => {
  const room = 400 * 1024 - 'id'.length - 'a'.length - 'v'.length;
  const put = (bytes: number) =>
    engine.dynamodb('PutItem', { TableName, Item: { ...key('a'), v: { S: 'x'.repeat(bytes) } } });
  await put(room);
  await expect(put(room + 1)).rejects.toThrow('Item size has exceeded the maximum allowed size');
  await expect(
    engine.dynamodb('UpdateItem', {
      TableName,
      Key: key('a'),
      UpdateExpression: 'SET w = :w',
      ExpressionAttributeValues: { ':w': { S: '' } },
    }),
  ).rejects.toThrow('Item size to update has exceeded the maximum allowed size');
});

test('keys may have 2048 bytes, and no more', async () => {
  const put = (bytes: number) => engine.dynamodb('PutItem', { TableName, Item: key('x'.repeat(bytes)) });
  await put(2048);
  await expect(put(2049)).rejects.toThrow('Size of hashkey has exceeded the maximum size limit of2048 bytes');
});

test.each([
  [{ other: { S: 'a' } }, 'Missing the key id in the item'],
  [{ id: { N: '1' } }, 'Type mismatch for key id expected: S actual: N'],
  [{ id: { S: '' } }, 'The AttributeValue for a key attribute cannot contain an empty string value. Key: id'],
])('an item with the key %j is refused', async (Item, message) => {
  await expect(engine.dynamodb('PutItem', { TableName, Item })).rejects.toThrow(message);
});

test('writing costs a unit for each KB of the larger image, twice that in a transaction', async () => {
  const Item = { ...key('a'), v: { S: 'x'.repeat(2048) } };
  const put = await engine.dynamodb('PutItem', { TableName, Item, ReturnConsumedCapacity: 'TOTAL' });
  expect(put.ConsumedCapacity).toEqual({ TableName, CapacityUnits: 3 });
  const smaller = await engine.dynamodb('PutItem', {
    TableName,
    Item: key('a'),
    ReturnConsumedCapacity: 'INDEXES',
  });
  expect(smaller.ConsumedCapacity).toEqual({ TableName, CapacityUnits: 3, Table: { CapacityUnits: 3 } });
  const transaction = { TransactItems: [{ Put: { TableName, Item } }], ReturnConsumedCapacity: 'TOTAL' };
  expect((await engine.dynamodb('TransactWriteItems', transaction)).ConsumedCapacity).toEqual([
    { TableName, CapacityUnits: 6, WriteCapacityUnits: 6 },
  ]);
});

test('a batch with one bad write writes nothing', async () => {
  const RequestItems = {
    things: [{ PutRequest: { Item: key('a') } }, { PutRequest: { Item: { x: { S: 'b' } } } }],
  };
  await expect(engine.dynamodb('BatchWriteItem', { RequestItems })).rejects.toThrow(
    'The provided key element does not match the schema',
  );
  expect(await stored('a')).toBeUndefined();
});

test('a token is forgotten after ten minutes', async () => {
  const add = {
    ClientRequestToken: 'token',
    TransactItems: [
      {
        Update: {
          TableName,
          Key: key('a'),
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ],
  };
  await engine.dynamodb('TransactWriteItems', add);
  engine.nowMs += 10 * 60 * 1000 - 1;
  await engine.dynamodb('TransactWriteItems', add);
  expect(await stored('a')).toMatchObject({ n: { N: '1' } });
  engine.nowMs += 1;
  await engine.dynamodb('TransactWriteItems', add);
  expect(await stored('a')).toMatchObject({ n: { N: '2' } });
});

test('a failed action shows its item when asked to, and its validation error otherwise', async () => {
  await engine.dynamodb('PutItem', { TableName, Item: { ...key('a'), n: { S: 'text' } } });
  const transaction = engine.dynamodb('TransactWriteItems', {
    TransactItems: [
      {
        ConditionCheck: {
          TableName,
          Key: key('a'),
          ConditionExpression: 'attribute_not_exists(id)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      { Put: { TableName, Item: { id: { N: '1' } } } },
      { Delete: { TableName, Key: key('b') } },
    ],
  });
  await expect(transaction).rejects.toMatchObject({
    code: 'TransactionCanceledException',
    details: {
      CancellationReasons: [
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { ...key('a'), n: { S: 'text' } },
        },
        {
          Code: 'ValidationError',
          Message:
            'One or more parameter values were invalid: Type mismatch for key id expected: S actual: N',
        },
        { Code: 'None' },
      ],
    },
  });
});

test('PartiQL writes as the other actions do, and a transaction of it is whole or nothing', async () => {
  const execute = (Statement: string) => engine.dynamodb('ExecuteStatement', { Statement });
  await execute(`INSERT INTO things VALUE {'id': 'a', 'n': 1}`);
  await expect(execute(`INSERT INTO things VALUE {'id': 'a'}`)).rejects.toMatchObject({
    code: 'DuplicateItemException',
  });
  expect(await execute(`UPDATE things SET n = n + 1 WHERE id = 'a' RETURNING MODIFIED NEW *`)).toEqual({
    Items: [{ n: { N: '2' } }],
  });
  await expect(execute(`UPDATE things SET n = 1 WHERE id = 'none'`)).rejects.toMatchObject({
    code: 'ConditionalCheckFailedException',
  });
  const statements = [`INSERT INTO things VALUE {'id': 'b'}`, `INSERT INTO things VALUE {'id': 'a'}`];
  const TransactStatements = statements.map((Statement) => ({ Statement }));
  await expect(engine.dynamodb('ExecuteTransaction', { TransactStatements })).rejects.toMatchObject({
    details: { CancellationReasons: [{ Code: 'None' }, { Code: 'DuplicateItem' }] },
  });
  expect(await stored('b')).toBeUndefined();
  const { Items, NextToken } = await engine.dynamodb('ExecuteStatement', {
    Statement: 'SELECT * FROM things',
    Limit: 1,
  });
  expect(Items).toEqual([{ ...key('a'), n: { N: '2' } }]);
  const next = { Statement: 'SELECT * FROM things', Limit: 1, NextToken };
  expect(await engine.dynamodb('ExecuteStatement', next)).toEqual({ Items: [] });
});

test('an update that gives an index key another type is refused, one of something else is not', async () => {
  await engine.dynamodb('PutItem', { TableName, Item: { ...key('a'), color: { N: '1' } } });
  await engine.dynamodb('UpdateTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'color', AttributeType: 'S' }],
    GlobalSecondaryIndexUpdates: [
      {
        Create: {
          IndexName: 'by-color',
          KeySchema: [{ AttributeName: 'color', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      },
    ],
  });
  const update = (UpdateExpression: string) =>
    engine.dynamodb('UpdateItem', {
      TableName,
      Key: key('a'),
      UpdateExpression,
      ExpressionAttributeValues: { ':v': { N: '2' } },
    });
  await update('SET n = :v');
  await expect(update('SET color = :v')).rejects.toThrow(
    'The update expression attempted to update the secondary index key to unsupported type',
  );
  const legacy = { color: { Action: 'PUT', Value: { N: '2' } } };
  await expect(
    engine.dynamodb('UpdateItem', { TableName, Key: key('a'), AttributeUpdates: legacy }),
  ).rejects.toThrow('Type mismatch for Index Key color Expected: S Actual: N IndexName: by-color');
});

test('attributes may have the names of what every object has', async () => {
  const Item = JSON.parse('{"id":{"S":"a"},"__proto__":{"S":"p"},"constructor":{"N":"1"}}') as object;
  await engine.dynamodb('PutItem', { TableName, Item });
  expect(JSON.stringify(await stored('a'))).toBe(JSON.stringify(Item));
  await engine.dynamodb('UpdateItem', {
    TableName,
    Key: key('a'),
    UpdateExpression: 'SET #p = :v REMOVE #c',
    ExpressionAttributeNames: { '#p': '__proto__', '#c': 'constructor' },
    ExpressionAttributeValues: { ':v': { S: 'q' } },
  });
  expect(JSON.stringify(await stored('a'))).toBe('{"id":{"S":"a"},"__proto__":{"S":"q"}}');
});
