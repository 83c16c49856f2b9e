import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileLog } from './file-log.js';

let roomBytes = Number.POSITIVE_INFINITY;

/** A disk with room for so many bytes more. */
jest.mock('node:fs', () => {
  const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
  const writeSync = (descriptor: number, bytes: Buffer, offset = 0) => {
    if (roomBytes <= 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const written = fs.writeSync(descriptor, bytes, offset, Math.min(bytes.length - offset, roomBytes));
    roomBytes -= written;
    return written;
  };
  return { ...fs, writeSync };
});

const directory = mkdtempSync(join(tmpdir(), 'full disk '));
afterAll(() => rmSync(directory, { recursive: true }));

async function opened() {
  const log = fileLog(directory);
  const values: unknown[] = [];
  log.join('values', { apply: (data) => void values.push(data), snapshot: () => values });
  await log.open();
  return { log, values };
}

test('a record for which there is no room is refused whole, and the log goes on when there is room again', async () => {
  const { log, values } = await opened();
  log.commit([{ part: 'values', data: 'first' }]);
  const size = statSync(join(directory, 'commit.log')).size;
  roomBytes = 10;
  expect(() => log.commit([{ part: 'values', data: 'lost' }])).toThrow('ENOSPC');
  expect(statSync(join(directory, 'commit.log')).size).toBe(size);
  expect(values).toEqual(['first']);
  roomBytes = Number.POSITIVE_INFINITY;
  log.commit([{ part: 'values', data: 'second' }]);
  await log.close();
  const again = await opened();
  expect(again.values).toEqual(['first', 'second']);
  await again.log.close();
});
