import { EventEmitter } from 'node:events';
import { endOnBrokenPipe } from './broken-pipe.js';

test('a pipe that nobody reads any more is an end, and any other failure is one still', () => {
  const output = new EventEmitter();
  const codes: number[] = [];
  endOnBrokenPipe(output, (code) => void codes.push(code));
  output.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  expect(codes).toEqual([141]);
  const full = Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' });
  expect(() => output.emit('error', full)).toThrow(full);
  expect(codes).toEqual([141]);
});
