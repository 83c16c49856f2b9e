import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommitLog, Participant } from './commit-log.js';
import { fileLog } from './file-log.js';
import { encodeRecord } from './frame.js';
import { memoryLog } from './memory-log.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'commit log '));
});
afterEach(() => rmSync(directory, { recursive: true }));

interface Account extends Participant {
  readonly balances: Map<string, number>;
}

/** Balances that entries move: applying half a transfer would show in their sum. */
function accounts(): Account {
  const balances = new Map<string, number>();
  return {
    balances,
    apply: (data) => {
      const { name, by } = data as { name: string; by: number };
      balances.set(name, (balances.get(name) ?? 0) + by);
    },
    snapshot: () => Array.from(balances, ([name, by]) => ({ name, by })),
  };
}

async function opened(options = {}): Promise<{ log: CommitLog; account: Account }> {
  const log = fileLog(directory, options);
  const account = accounts();
  log.join('accounts', account);
  await log.open();
  return { log, account };
}

const transfer = (by: number) => [
  { part: 'accounts', data: { name: 'a', by: -by } },
  { part: 'accounts', data: { name: 'b', by } },
];

test('what was committed is there when the log is opened again', async () => {
  const first = await opened();
  first.log.commit(transfer(3));
  first.log.commit(transfer(4));
  await first.log.close();
  const second = await opened();
  expect(Object.fromEntries(second.account.balances)).toEqual({ a: -7, b: 7 });
  await second.log.close();
});

test('a log cut at any byte replays whole records only and goes on from there', async () => {
  const first = await opened();
  const ends = [0];
  const file = join(directory, 'commit.log');
  for (const by of [1, 20, 300]) {
    first.log.commit(transfer(by));
    ends.push(statSync(file).size);
  }
  await first.log.close();
  const whole = readFileSync(file);
  const sums = [0, 1, 21, 321];
  for (let cut = 0; cut <= whole.length; cut++) {
    writeFileSync(file, whole.subarray(0, cut));
    const { log, account } = await opened();
    const records = ends.filter((end) => end <= cut).length - 1;
    expect([cut, account.balances.get('b') ?? 0]).toEqual([cut, sums[records]]);
    expect(account.balances.get('a') ?? 0).toBe(-(sums[records] ?? 0) || 0);
    log.commit(transfer(1000));
    await log.close();
    const again = await opened();
    expect(again.account.balances.get('b')).toBe((sums[records] ?? 0) + 1000);
    await again.log.close();
  }
});

test('damage before the last record is refused with its offset', async () => {
  const first = await opened();
  first.log.commit(transfer(1));
  first.log.commit(transfer(2));
  await first.log.close();
  const file = join(directory, 'commit.log');
  const whole = readFileSync(file);
  for (const at of [1, 6, 20]) {
    const bytes = Buffer.from(whole);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(file, bytes);
    await expect(opened()).rejects.toThrow(/commit\.log is damaged at byte 0/);
  }
  writeFileSync(file, whole);
  await (await opened()).log.close();
});

test('an entry of an unknown part is refused before anything is written or applied', async () => {
  const { log, account } = await opened();
  expect(() => log.commit([...transfer(1), { part: 'queues', data: {} }])).toThrow(/'queues'/);
  expect(account.balances.size).toBe(0);
  await log.close();
  const again = await opened();
  expect(again.account.balances.size).toBe(0);
  await again.log.close();
});

test('entries without a participant keep a log from opening instead of being lost', async () => {
  appendFileSync(join(directory, 'commit.log'), encodeRecord([{ part: 'queues', data: {} }]));
  await expect(opened()).rejects.toThrow(/no participant has joined/);
});

test('a directory has one holder, and its holder is named', async () => {
  const { log } = await opened();
  await expect(opened()).rejects.toThrow(`in use by process ${process.pid}`);
  await log.close();
  await (await opened()).log.close();
});

test('a lock that a killed process left is taken over', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  writeFileSync(join(directory, 'LOCK'), `${child.pid}\n`);
  const { log } = await opened();
  await log.close();
});

test('a log that has grown is rewritten as a snapshot with the same state', async () => {
  const first = await opened();
  for (let i = 0; i < 50; i++) first.log.commit(transfer(1));
  await first.log.close();
  const before = statSync(join(directory, 'commit.log')).size;
  const second = await opened({ snapshotBytes: 100 });
  second.log.commit(transfer(1));
  await second.log.close();
  expect(statSync(join(directory, 'commit.log')).size).toBeLessThan(before / 5);
  const third = await opened();
  expect(Object.fromEntries(third.account.balances)).toEqual({ a: -51, b: 51 });
  await third.log.close();
});

test('durable resolves after an fsync for everybody who asks at once', async () => {
  const { log } = await opened({ fsync: true });
  await Promise.all(
    Array.from({ length: 20 }, () => {
      log.commit(transfer(1));
      return log.durable();
    }),
  );
  await log.durable();
  await log.close();
});

test('a memory log applies commits at once and refuses unknown parts', () => {
  const log = memoryLog();
  const account = accounts();
  log.join('accounts', account);
  log.commit(transfer(5));
  expect(account.balances.get('b')).toBe(5);
  expect(() => log.commit([...transfer(1), { part: 'nobody', data: 0 }])).toThrow(/nobody/);
  expect(account.balances.get('b')).toBe(5);
});
