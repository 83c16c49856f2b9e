import fc from 'fast-check';
import { MinHeap } from './min-heap.js';

test('items come out by key, whatever the order in which they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: -50, max: 50 }))), (steps) => {
      const heap = new MinHeap<string>();
      const model: number[] = [];
      for (const key of steps) {
        if (key === null) {
          model.sort((a, b) => a - b);
          const smallest = model.shift();
          expect(heap.firstKey).toBe(smallest);
          expect(heap.pop()).toBe(smallest === undefined ? undefined : `item ${smallest}`);
        } else {
          model.push(key);
          heap.push(key, `item ${key}`);
        }
        expect(heap.size).toBe(model.length);
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});
