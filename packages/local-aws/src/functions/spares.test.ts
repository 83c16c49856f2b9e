import { call, Fixture } from './fixture.js';
import { signalGroup } from './runtime-process.js';
import { Spares } from './spares.js';
import { Watchdog } from './watchdog.js';

// Which process gets its turn first is the machine's to say: a test is tried again before it counts as failed.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

let fixture: Fixture;
let spares: Spares;
let watchdog: Watchdog;
beforeEach(() => {
  fixture = new Fixture();
  watchdog = new Watchdog();
});
afterEach(async () => {
  spares.close();
  watchdog.close();
  await fixture.remove();
});

const spec = (name: string) => {
  const found = fixture.system.functions.find(({ functionName }) => functionName === name);
  if (found === undefined) throw new Error(name);
  return found;
};

test('spares have the memory of most functions', () => {
  fixture.add('a', '', { memoryMb: 512 });
  fixture.add('b', '', { memoryMb: 256 });
  fixture.add('c', '', { memoryMb: 256 });
  fixture.add('python', {}, { memoryMb: 256, runtime: 'python3.13' });
  spares = new Spares(fixture.system.functions, 3, watchdog);
  spares.fill();
  const taken = ['python', 'b', 'c', 'b', 'a', 'a'].map((name) => spares.take(spec(name)));
  expect(taken.map((child) => child?.spawnargs[1])).toEqual([
    undefined,
    '--max-old-space-size=256',
    '--max-old-space-size=256',
    undefined,
    '--max-old-space-size=512',
    undefined,
  ]);
  for (const child of taken) if (child !== undefined) signalGroup(child, 'SIGKILL');
});

test('a spare that was taken is replaced after a while', async () => {
  fixture.add('it', 'export const handler = async () => process.argv[2];');
  spares = new Spares(fixture.system.functions, 1, watchdog);
  jest.useFakeTimers();
  spares.fill();
  const first = spares.take(spec('it'));
  expect(spares.take(spec('it'))).toBeUndefined();
  jest.advanceTimersByTime(1000);
  jest.useRealTimers();
  const second = spares.take(spec('it'));
  expect([first?.pid === second?.pid, second === undefined]).toEqual([false, false]);
  for (const child of [first, second]) if (child !== undefined) signalGroup(child, 'SIGKILL');
});

test('a spare becomes the process of a function', async () => {
  fixture.add('it', 'export const handler = async () => process.argv[2];');
  spares = new Spares([], 0, watchdog);
  expect((await call(await fixture.start({ spares: 1 }), 'it')).payload).toBe('parked');
});
