/** The engine against a plain map: what is written is what reads, indexes, streams and a restart show. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createTables } from './create-tables.js';
import type { CommitLog } from './log/commit-log.js';
import { type FileLogOptions, fileLog } from './log/file-log.js';
import { DynamoDbError, type Tables } from './tables.js';

const directory = mkdtempSync(join(tmpdir(), 'embedded dynamodb '));
afterAll(() => rmSync(directory, { recursive: true }));

interface Thing {
  readonly pk: { readonly S: string };
  readonly sk: { readonly N: string };
  readonly color?: { readonly S: string };
  readonly rank?: { readonly N: string };
}

interface Page {
  readonly Items: readonly Thing[];
  readonly LastEvaluatedKey?: unknown;
}

type Step =
  | { readonly do: 'put'; readonly thing: Thing }
  | { readonly do: 'delete'; readonly thing: Thing }
  | { readonly do: 'recolor'; readonly thing: Thing }
  | { readonly do: 'move'; readonly from: Thing; readonly to: Thing };

const thing = fc.record(
  {
    pk: fc.record({ S: fc.constantFrom('a', 'b', 'c') }),
    sk: fc.record({ N: fc.integer({ min: -3, max: 12 }).map(String) }),
    color: fc.record({ S: fc.constantFrom('red', 'green') }),
    rank: fc.record({ N: fc.integer({ min: 0, max: 3 }).map(String) }),
  },
  { requiredKeys: ['pk', 'sk'] },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('put' as const), thing }),
  fc.record({ do: fc.constant('delete' as const), thing }),
  fc.record({ do: fc.constant('recolor' as const), thing }),
  fc.record({ do: fc.constant('move' as const), from: thing, to: thing }),
);

const id = ({ pk, sk }: Thing) => `${pk.S}/${sk.N}`;
const keyOf = ({ pk, sk }: Thing) => ({ pk, sk });
const bySk = (left: Thing, right: Thing) => Number(left.sk.N) - Number(right.sk.N);
const sortedById = (things: readonly Thing[]) =>
  [...things].sort((left, right) => (id(left) < id(right) ? -1 : 1));

const call = (tables: Tables, action: string, input: unknown) =>
  tables.call('DynamoDB_20120810', action, input);

async function open(name: string, options: FileLogOptions = {}): Promise<{ log: CommitLog; tables: Tables }> {
  const log = fileLog(join(directory, name), options);
  const tables = createTables({ log });
  await log.open();
  return { log, tables };
}

const definition = {
  TableName: 'things',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
    { AttributeName: 'color', AttributeType: 'S' },
    { AttributeName: 'rank', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-color',
      KeySchema: [
        { AttributeName: 'color', KeyType: 'HASH' },
        { AttributeName: 'rank', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: 'by-rank',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'rank', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};

async function apply(tables: Tables, model: Map<string, Thing>, each: Step): Promise<void> {
  if (each.do === 'put') {
    await call(tables, 'PutItem', { TableName: 'things', Item: each.thing });
    model.set(id(each.thing), each.thing);
  } else if (each.do === 'delete') {
    await call(tables, 'DeleteItem', { TableName: 'things', Key: keyOf(each.thing) });
    model.delete(id(each.thing));
  } else if (each.do === 'recolor') {
    await call(tables, 'UpdateItem', {
      TableName: 'things',
      Key: keyOf(each.thing),
      UpdateExpression: 'SET color = :c',
      ExpressionAttributeValues: { ':c': { S: 'blue' } },
    });
    model.set(id(each.thing), { ...(model.get(id(each.thing)) ?? keyOf(each.thing)), color: { S: 'blue' } });
  } else await move(tables, model, each);
}

/** Takes `from` away, which must be there, and puts `to`, which must not: both or none. */
async function move(
  tables: Tables,
  model: Map<string, Thing>,
  { from, to }: { from: Thing; to: Thing },
): Promise<void> {
  const isPossible = model.has(id(from)) && !model.has(id(to)) && id(from) !== id(to);
  const request = call(tables, 'TransactWriteItems', {
    TransactItems: [
      { Delete: { TableName: 'things', Key: keyOf(from), ConditionExpression: 'attribute_exists(pk)' } },
      { Put: { TableName: 'things', Item: to, ConditionExpression: 'attribute_not_exists(pk)' } },
    ],
  });
  if (!isPossible) {
    await expect(request).rejects.toBeInstanceOf(DynamoDbError);
    return;
  }
  await request;
  model.delete(id(from));
  model.set(id(to), to);
}

async function allPages(tables: Tables, action: string, input: object): Promise<Thing[]> {
  const things: Thing[] = [];
  let page: Page | undefined;
  do {
    page = (await call(tables, action, {
      ...input,
      Limit: 3,
      ...(page?.LastEvaluatedKey !== undefined && { ExclusiveStartKey: page.LastEvaluatedKey }),
    })) as Page;
    things.push(...page.Items);
  } while (page.LastEvaluatedKey !== undefined);
  return things;
}

async function expectEqual(tables: Tables, model: Map<string, Thing>): Promise<void> {
  const all = [...model.values()];
  const where = { TableName: 'things' };
  expect(sortedById(await allPages(tables, 'Scan', where))).toEqual(sortedById(all));
  for (const pk of ['a', 'b', 'c']) {
    const query = {
      ...where,
      KeyConditionExpression: 'pk = :p AND sk BETWEEN :low AND :high',
      ExpressionAttributeValues: { ':p': { S: pk }, ':low': { N: '-2' }, ':high': { N: '10' } },
    };
    const inside = all.filter(
      (each) => each.pk.S === pk && Number(each.sk.N) >= -2 && Number(each.sk.N) <= 10,
    );
    const ascending = inside.sort(bySk);
    expect(await allPages(tables, 'Query', query)).toEqual(ascending);
    expect(await allPages(tables, 'Query', { ...query, ScanIndexForward: false })).toEqual(
      ascending.reverse(),
    );
  }
  await expectIndexes(tables, all);
}

async function expectIndexes(tables: Tables, all: readonly Thing[]): Promise<void> {
  const ranked = all.filter((each) => each.rank !== undefined);
  const local = await allPages(tables, 'Scan', { TableName: 'things', IndexName: 'by-rank' });
  expect(sortedById(local)).toEqual(sortedById(ranked));
  const colored = ranked.filter((each) => each.color?.S === 'blue');
  const global = await allPages(tables, 'Query', {
    TableName: 'things',
    IndexName: 'by-color',
    KeyConditionExpression: 'color = :c',
    ExpressionAttributeValues: { ':c': { S: 'blue' } },
  });
  expect(sortedById(global)).toEqual(sortedById(colored));
  const ranks = global.map((each) => Number(each.rank?.N));
  expect(ranks).toEqual([...ranks].sort((left, right) => left - right));
}

interface StreamRecord {
  readonly eventName: string;
  readonly dynamodb: {
    readonly OldImage?: Thing;
    readonly NewImage?: Thing;
    readonly SequenceNumber: string;
  };
}

async function streamRecords(tables: Tables): Promise<readonly StreamRecord[]> {
  const streams = (action: string, input: unknown) => tables.call('DynamoDBStreams_20120810', action, input);
  const list = (await streams('ListStreams', {})) as { Streams: { StreamArn: string }[] };
  const StreamArn = list.Streams[0]?.StreamArn;
  const described = (await streams('DescribeStream', { StreamArn })) as {
    StreamDescription: { Shards: { ShardId: string }[] };
  };
  const ShardId = described.StreamDescription.Shards[0]?.ShardId;
  const at = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
  const { ShardIterator } = (await streams('GetShardIterator', at)) as { ShardIterator: string };
  return ((await streams('GetRecords', { ShardIterator })) as { Records: StreamRecord[] }).Records;
}

/** Replaying the stream's images gives the table; each old image is what stood there. */
function expectStream(records: readonly StreamRecord[], model: Map<string, Thing>): void {
  const replayed = new Map<string, Thing>();
  let last = '';
  for (const { eventName, dynamodb } of records) {
    const { OldImage: before, NewImage: after, SequenceNumber: sequence } = dynamodb;
    expect(sequence > last).toBe(true);
    last = sequence;
    const key = id((after ?? before) as Thing);
    expect(before).toEqual(replayed.get(key));
    expect(after).not.toEqual(before);
    expect(eventName).toBe(before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY');
    if (after === undefined) replayed.delete(key);
    else replayed.set(key, after);
  }
  expect(replayed).toEqual(model);
}

test('any sequence of writes reads as a map would, also after restarts and from a snapshot', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const name = `run-${run++}`;
      const first = await open(name);
      await call(first.tables, 'CreateTable', definition);
      const model = new Map<string, Thing>();
      for (const each of steps) await apply(first.tables, model, each);
      await expectEqual(first.tables, model);
      const records = await streamRecords(first.tables);
      expectStream(records, model);
      await first.log.close();
      // The second start rewrites the log as a snapshot, which the third reads.
      for (const options of [{ snapshotBytes: 1 }, {}]) {
        const again = await open(name, options);
        await expectEqual(again.tables, model);
        expect(await streamRecords(again.tables)).toEqual(records);
        await again.log.close();
      }
      const last = await open(name);
      await call(last.tables, 'PutItem', { TableName: 'things', Item: { pk: { S: 'z' }, sk: { N: '1' } } });
      const sequences = (await streamRecords(last.tables)).map((each) => each.dynamodb.SequenceNumber);
      expect(sequences).toEqual([...new Set(sequences)].sort());
      expect(sequences).toHaveLength(records.length + 1);
      await last.log.close();
    }),
    { seed: 6, numRuns: 40 },
  );
});
