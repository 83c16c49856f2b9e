import { PassThrough } from 'node:stream';
import { FunctionLog } from './function-log.js';

async function linesOf(...chunks: Buffer[]): Promise<string[]> {
  const lines: string[] = [];
  const stream = new PassThrough();
  new FunctionLog((line) => lines.push(line)).read(stream);
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await new Promise((resolve) => stream.once('end', resolve));
  return lines;
}

test('lines and characters that are cut into chunks come out whole', async () => {
  const bytes = Buffer.from('äß\n\nlast');
  const single = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
  expect(await linesOf(...single)).toEqual(['äß', '', 'last']);
});

test('the tail has what was printed since it was taken, at most 4 KB of it', async () => {
  const stream = new PassThrough();
  const log = new FunctionLog(() => undefined);
  log.read(stream);
  stream.write('before\n');
  expect(log.takeTail()).toBe('before\n');
  stream.write(`${'x'.repeat(5000)}\nlast\n`);
  const tail = log.takeTail();
  expect([tail.length, tail.endsWith('x\nlast\n')]).toEqual([4096, true]);
  expect(log.takeTail()).toBe('');
});
