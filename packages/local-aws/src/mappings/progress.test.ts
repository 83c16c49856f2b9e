import fc from 'fast-check';
import { Progress } from './progress.js';

test('the checkpoint is the last record before which nothing is open, in whatever order records finish', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...Array(20).keys()], { minLength: 1 }), (order) => {
      const progress = new Progress();
      for (let n = 0; n < 20; n++) progress.begin(String(n));
      const finished = new Set<number>();
      let checkpoint: string | undefined;
      for (const n of order) {
        finished.add(n);
        checkpoint = progress.finish([String(n)]) ?? checkpoint;
        const firstOpen = [...Array(21).keys()].find((each) => !finished.has(each)) ?? 0;
        expect(checkpoint).toBe(firstOpen === 0 ? undefined : String(firstOpen - 1));
        expect(progress.size).toBe(20 - firstOpen);
      }
    }),
    { seed: 31 },
  );
});

test('a checkpoint that stays where it is, is not told again', () => {
  const progress = new Progress();
  for (const n of ['1', '2', '3']) progress.begin(n);
  expect(progress.finish(['1'])).toBe('1');
  expect(progress.finish(['3'])).toBeUndefined();
  expect(progress.finish(['2'])).toBe('3');
});
