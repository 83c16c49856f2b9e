import { type TestTables, testTables } from '../test-tables.js';

let engine: TestTables;

const definition = {
  TableName: 'books',
  AttributeDefinitions: ['author', 'title', 'genre', 'year'].map((AttributeName) => ({
    AttributeName,
    AttributeType: AttributeName === 'year' ? 'N' : 'S',
  })),
  KeySchema: [
    { AttributeName: 'author', KeyType: 'HASH' },
    { AttributeName: 'title', KeyType: 'RANGE' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  LocalSecondaryIndexes: [
    {
      IndexName: 'by-year',
      KeySchema: [
        { AttributeName: 'author', KeyType: 'HASH' },
        { AttributeName: 'year', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-genre',
      KeySchema: [
        { AttributeName: 'genre', KeyType: 'HASH' },
        { AttributeName: 'year', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['pages'] },
    },
  ],
};

const book = (author: string, title: string, year: number) => ({
  author: { S: author },
  title: { S: title },
  year: { N: String(year) },
  genre: { S: 'novel' },
  pages: { N: '100' },
  note: { S: 'n' },
});

beforeEach(async () => {
  engine = testTables();
  await engine.dynamodb('CreateTable', definition);
});

const put = (Item: object) => engine.dynamodb('PutItem', { TableName: 'books', Item });

const byAuthor = (author: string) => ({
  TableName: 'books',
  KeyConditionExpression: 'author = :a',
  ExpressionAttributeValues: { ':a': { S: author } },
});

const titles = (answer: Record<string, unknown>) =>
  (answer.Items as { title: { S: string } }[]).map((item) => item.title.S);

test('a page ends with the row that reaches 1 MB, and the next one goes on after it', async () => {
  const big = { S: 'x'.repeat(300 * 1024) };
  for (const title of ['a', 'b', 'c', 'd', 'e']) await put({ ...book('ann', title, 1), big });
  const first = await engine.dynamodb('Query', byAuthor('ann'));
  expect(titles(first)).toEqual(['a', 'b', 'c', 'd']);
  expect(first.LastEvaluatedKey).toEqual({ author: { S: 'ann' }, title: { S: 'd' } });
  const rest = { ...byAuthor('ann'), ExclusiveStartKey: first.LastEvaluatedKey };
  const second = await engine.dynamodb('Query', rest);
  expect(titles(second)).toEqual(['e']);
  expect(second).not.toHaveProperty('LastEvaluatedKey');
});

test('a limit counts before the filter, and its last row is the key of the next page', async () => {
  for (const title of ['a', 'b', 'c']) await put(book('ann', title, title === 'c' ? 2 : 1));
  const filtered = {
    ...byAuthor('ann'),
    Limit: 2,
    FilterExpression: '#y = :y',
    ExpressionAttributeNames: { '#y': 'year' },
    ExpressionAttributeValues: { ':a': { S: 'ann' }, ':y': { N: '2' } },
  };
  expect(await engine.dynamodb('Query', filtered)).toEqual({
    Items: [],
    Count: 0,
    ScannedCount: 2,
    LastEvaluatedKey: { author: { S: 'ann' }, title: { S: 'b' } },
  });
  const exact = await engine.dynamodb('Query', { ...byAuthor('ann'), Limit: 3 });
  expect(exact.LastEvaluatedKey).toEqual({ author: { S: 'ann' }, title: { S: 'c' } });
});

test('pages of an index are cut by index key and table key, in both directions', async () => {
  for (const title of ['a', 'b', 'c', 'd']) await put(book('ann', title, title === 'd' ? 2 : 1));
  for (const ScanIndexForward of [true, false]) {
    const query = {
      TableName: 'books',
      IndexName: 'by-genre',
      KeyConditionExpression: 'genre = :g',
      ExpressionAttributeValues: { ':g': { S: 'novel' } },
      Limit: 1,
      ScanIndexForward,
    };
    const seen: string[] = [];
    let page: Record<string, unknown> = await engine.dynamodb('Query', query);
    while (page.LastEvaluatedKey !== undefined) {
      expect(Object.keys(page.LastEvaluatedKey as object).sort()).toEqual([
        'author',
        'genre',
        'title',
        'year',
      ]);
      seen.push(...titles(page));
      page = await engine.dynamodb('Query', { ...query, ExclusiveStartKey: page.LastEvaluatedKey });
    }
    expect([...seen].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(seen.at(ScanIndexForward ? -1 : 0)).toBe('d');
  }
});

test('segments share all items out, each to one', async () => {
  for (let i = 0; i < 40; i++) await put(book(`author ${i}`, 't', 1));
  const seen: string[] = [];
  for (let Segment = 0; Segment < 3; Segment++) {
    const page = await engine.dynamodb('Scan', { TableName: 'books', Segment, TotalSegments: 3 });
    expect(page.Count).toBeGreaterThan(0);
    seen.push(...(page.Items as { author: { S: string } }[]).map((item) => item.author.S));
  }
  expect(new Set(seen).size).toBe(40);
  expect(seen).toHaveLength(40);
});

test('a start key of another segment is refused', async () => {
  for (let i = 0; i < 10; i++) await put(book(`author ${i}`, 't', 1));
  const { LastEvaluatedKey } = await engine.dynamodb('Scan', {
    TableName: 'books',
    Segment: 0,
    TotalSegments: 2,
    Limit: 1,
  });
  await expect(
    engine.dynamodb('Scan', {
      TableName: 'books',
      Segment: 1,
      TotalSegments: 2,
      ExclusiveStartKey: LastEvaluatedKey,
    }),
  ).rejects.toThrow('Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: 1');
});

test('a local index fetches what it does not project, and the answer says what that costs', async () => {
  await put(book('ann', 'a', 1));
  const answer = await engine.dynamodb('Query', {
    ...byAuthor('ann'),
    IndexName: 'by-year',
    ProjectionExpression: 'note',
    ReturnConsumedCapacity: 'INDEXES',
  });
  expect(answer.Items).toEqual([{ note: { S: 'n' } }]);
  expect(answer.ConsumedCapacity).toEqual({
    TableName: 'books',
    CapacityUnits: 1,
    Table: { CapacityUnits: 0.5 },
    LocalSecondaryIndexes: { 'by-year': { CapacityUnits: 0.5 } },
  });
});

test('a global index answers what it projects, and refuses what it does not', async () => {
  await put(book('ann', 'a', 1));
  const query = {
    TableName: 'books',
    IndexName: 'by-genre',
    KeyConditionExpression: 'genre = :g',
    ExpressionAttributeValues: { ':g': { S: 'novel' } },
  };
  const { note: _, ...projected } = book('ann', 'a', 1);
  expect((await engine.dynamodb('Query', query)).Items).toEqual([projected]);
  await expect(engine.dynamodb('Query', { ...query, ProjectionExpression: 'note' })).rejects.toThrow(
    'Global secondary index by-genre does not project [note]',
  );
  await expect(engine.dynamodb('Query', { ...query, Select: 'ALL_ATTRIBUTES' })).rejects.toThrow(
    'Select type ALL_ATTRIBUTES is not supported for global secondary index by-genre because its projection type is not ALL',
  );
  await expect(engine.dynamodb('Query', { ...query, ConsistentRead: true })).rejects.toThrow(
    'Consistent reads are not supported on global secondary indexes',
  );
});

test.each([
  [
    { Select: 'ALL_PROJECTED_ATTRIBUTES' },
    'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
  ],
  [
    { Select: 'COUNT', ProjectionExpression: 'note' },
    'Cannot specify the ProjectionExpression when choosing to get only the Count',
  ],
  [{ IndexName: 'none' }, 'The table does not have the specified index: none'],
  [{ ProjectionExpression: 'author.x' }, 'Key attributes must be scalars'],
  [
    { FilterExpression: 'title = :a' },
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: title',
  ],
  [{ ExclusiveStartKey: { author: { S: 'ann' } } }, 'The provided starting key is invalid'],
  [
    { ExclusiveStartKey: { author: { S: 'ann' }, title: { N: '1' } } },
    'The provided key element does not match the schema',
  ],
  [
    { ExclusiveStartKey: { author: { S: 'bob' }, title: { S: 'a' } } },
    'The provided starting key is outside query boundaries based on provided conditions',
  ],
])('a query with %j is refused', async (members, message) => {
  await expect(engine.dynamodb('Query', { ...byAuthor('ann'), ...members })).rejects.toThrow(message);
});

test('reading costs half a unit for each 4 KB, and a whole one when consistent', async () => {
  await put({ ...book('ann', 'a', 1), big: { S: 'x'.repeat(4096) } });
  const get = {
    TableName: 'books',
    Key: { author: { S: 'ann' }, title: { S: 'a' } },
    ReturnConsumedCapacity: 'TOTAL',
  };
  expect((await engine.dynamodb('GetItem', get)).ConsumedCapacity).toEqual({
    TableName: 'books',
    CapacityUnits: 1,
  });
  const consistent = await engine.dynamodb('GetItem', { ...get, ConsistentRead: true });
  expect(consistent.ConsumedCapacity).toEqual({ TableName: 'books', CapacityUnits: 2 });
  const transaction = { TransactItems: [{ Get: get }], ReturnConsumedCapacity: 'TOTAL' };
  expect((await engine.dynamodb('TransactGetItems', transaction)).ConsumedCapacity).toEqual([
    { TableName: 'books', CapacityUnits: 4, ReadCapacityUnits: 4 },
  ]);
});

test('a batch keeps what does not fit into 16 MB for the next one', async () => {
  const big = { S: 'x'.repeat(399 * 1024) };
  const Keys = Array.from({ length: 50 }, (_, i) => ({ author: { S: 'ann' }, title: { S: String(i) } }));
  for (const key of Keys) await put({ ...key, big });
  const answer = await engine.dynamodb('BatchGetItem', { RequestItems: { books: { Keys } } });
  const read = (answer.Responses as { books: unknown[] }).books.length;
  const left = (answer.UnprocessedKeys as { books: { Keys: unknown[] } }).books.Keys;
  expect(read).toBe(41);
  expect(left).toEqual(Keys.slice(41));
});
