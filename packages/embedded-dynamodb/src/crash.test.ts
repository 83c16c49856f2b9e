/** kill -9 while transactions over two tables are under way: each one is there as a whole or not at all. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CreateTableCommand,
  DynamoDBClient,
  paginateScan,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';

const directory = mkdtempSync(join(tmpdir(), 'embedded dynamodb crash '));
afterAll(() => rmSync(directory, { recursive: true }));

interface Server {
  readonly child: ChildProcess;
  readonly client: DynamoDBClient;
}

async function start(): Promise<Server> {
  const program = `import('${join(import.meta.dirname, 'cli.ts')}').then(({ main }) => main(${JSON.stringify(['--port', '0', '--data', directory])}))`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', (line) =>
      resolve(line.replace('DynamoDB at ', '')),
    );
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  return { child, client };
}

/** The table's ids; an item's `round` tells which transaction last wrote it. */
async function idsOf(client: DynamoDBClient, TableName: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const page of paginateScan({ client }, { TableName })) {
    for (const item of page.Items ?? []) ids.add(item.id?.S ?? '');
  }
  return ids;
}

async function writeUntilKilled(
  { child, client }: Server,
  round: number,
  acknowledged: Set<string>,
): Promise<void> {
  const goal = acknowledged.size + 20 + round * 13;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const writer = async (lane: number): Promise<void> => {
    for (let i = 0; ; i++) {
      const id = `${round}-${lane}-${i}`;
      const put = (TableName: string) => ({ Put: { TableName, Item: { id: { S: id } } } });
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems: [put('left'), put('right')] }));
      } catch {
        // The server has been killed: this transaction was not acknowledged, and no other will be.
        return;
      }
      acknowledged.add(id);
      if (acknowledged.size >= goal) child.kill('SIGKILL');
    }
  };
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(writer));
  await gone;
  client.destroy();
}

test('after kill -9 every acknowledged transaction is whole and none is half', async () => {
  const acknowledged = new Set<string>();
  let server = await start();
  for (const TableName of ['left', 'right']) {
    await server.client.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  }
  for (let round = 0; round < 3; round++) {
    await writeUntilKilled(server, round, acknowledged);
    server = await start();
    const left = await idsOf(server.client, 'left');
    expect(await idsOf(server.client, 'right')).toEqual(left);
    expect([...acknowledged].filter((id) => !left.has(id))).toEqual([]);
  }
  const stopped = new Promise((resolve) => server.child.once('exit', (code) => resolve(code)));
  server.client.destroy();
  server.child.kill('SIGTERM');
  expect(await stopped).toBe(0);
}, 60_000);
