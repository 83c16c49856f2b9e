import { recalled, remembered } from './remembered.js';

test('what is said of a part is made once for each', () => {
  const made = jest.fn((of: { readonly name: string }) => ({ of: of.name }));
  const about = remembered(made);
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  expect([about(a), about(b), about(a)]).toEqual([{ of: 'a' }, { of: 'b' }, { of: 'a' }]);
  expect(made).toHaveBeenCalledTimes(2);
});

describe('what is said of a text', () => {
  test('is made once, and again where making it failed', () => {
    const known = new Map<string, number>();
    const make = jest.fn((text: string) => text.length);
    const fail = () => {
      throw new Error('no');
    };
    expect(() => recalled(known, 'abc', fail)).toThrow('no');
    expect([recalled(known, 'abc', make), recalled(known, 'abc', make)]).toEqual([3, 3]);
    expect(make).toHaveBeenCalledTimes(1);
  });

  test('is remembered of so many texts and no more, and of none that is long', () => {
    const known = new Map<string, number>();
    for (let index = 0; index < 1000; index++) {
      expect(recalled(known, String(index), Number)).toBe(index);
      expect(known.size).toBeLessThanOrEqual(200);
    }
    const sizes = [200, 201].map((length) => {
      recalled(known, 'x'.repeat(length), () => 0);
      return known.has('x'.repeat(length));
    });
    expect(sizes).toEqual([true, false]);
  });
});
