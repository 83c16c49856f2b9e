import { TookTooLong, withinTime } from './within-time.js';

describe('withinTime', () => {
  it('gives what the work gives', () => {
    expect(withinTime(1000, () => [1, undefined])).toEqual([1, undefined]);
  });

  it('throws what the work throws', () => {
    const refuse = () => {
      throw new RangeError('no');
    };
    expect(() => withinTime(1000, refuse)).toThrow(RangeError);
  });

  it('ends a pattern that would backtrack for years', () => {
    expect(() => withinTime(50, () => /^(a+)+$/.test(`${'a'.repeat(60)}!`))).toThrow(TookTooLong);
  });

  it('goes on after work that was ended, and within other work', () => {
    expect(() => withinTime(20, () => /^(a+)+$/.test(`${'a'.repeat(60)}!`))).toThrow(
      'it took longer than 20 ms',
    );
    expect(withinTime(1000, () => withinTime(1000, () => 1) + 1)).toBe(2);
  });

  it('ends work within other work that goes on, and with it work that has more time itself', () => {
    const busy = () => /^(a+)+$/.test(`${'a'.repeat(60)}!`);
    const outer = () => {
      expect(() => withinTime(20, busy)).toThrow('it took longer than 20 ms');
      return 'went on';
    };
    expect(withinTime(5000, outer)).toBe('went on');
    expect(() => withinTime(50, () => withinTime(5000, busy))).toThrow('it took longer than 50 ms');
  });
});
