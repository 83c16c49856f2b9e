import type { Output } from '../parts.js';
import { quietable } from './quietable.js';

function recorded() {
  const lines: string[] = [];
  const inner: Output = {
    request: ({ path, status }) => lines.push(`${path} ${status}`),
    event: ({ name }) => lines.push(name),
    log: (_, text) => lines.push(text),
    error: (what, detail) => lines.push(`${what} ${detail}`),
  };
  return { lines, ...quietable(inner) };
}

function printAll(output: Output): void {
  output.request({ method: 'GET', path: '/a', status: 399, durationMs: 1 });
  output.request({ method: 'GET', path: '/b', status: 400, durationMs: 1 });
  output.event({ kind: 'event', name: 'placed', to: 'queue', outcome: 'delivered', durationMs: 1 });
  output.log('F', '{"level":30}');
  output.log('F', '{"level":50}');
  output.log('F', '{"level":60}');
  output.error('no', 'answer');
}

test('while it is quiet only what went wrong is shown, and all again after that', async () => {
  const { lines, output, quietly } = recorded();
  expect(await quietly(async () => printAll(output))).toBeUndefined();
  expect(lines.splice(0)).toEqual(['/b 400', '{"level":50}', '{"level":60}', 'no answer']);
  printAll(output);
  expect(lines).toHaveLength(7);
});

test('work that fails ends the quiet too', async () => {
  const { lines, output, quietly } = recorded();
  await expect(quietly(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  printAll(output);
  expect(lines).toHaveLength(7);
});
