import type { Schema } from '../model.js';
import { formatLimits, isWholeFormat, textFormats } from './checked-formats.js';
import { loadCodecs } from './load-codecs.js';

const place = { file: 'case.yaml', line: 1, column: 1, pointer: '' };

async function verdicts(schemas: readonly Omit<Schema, 'place'>[], value: unknown): Promise<boolean[]> {
  const codecs = await loadCodecs(
    schemas.map((each) => ({ schema: { place, ...each }, direction: 'response' as const })),
  );
  return codecs.map((codec) => codec.is(value));
}

test('the formats of texts that are compared are those that codecs check', async () => {
  const others = ['password', 'binary', 'html', 'x-own'];
  const formats = [...textFormats.keys(), ...others];
  // No format takes it: it is open-ended, has a space and a character that nothing may hold.
  const found = await verdicts(
    formats.map((format) => ({ types: ['string'], format })),
    '({% \u0000',
  );
  expect(formats.filter((_, index) => found[index])).toEqual(others);
});

test.each(['int8', 'int16', 'int32'])('the limits of %s are those of its codec', async (format) => {
  const limits = formatLimits(format);
  const schema = { types: ['number'] as const, format };
  const [min, max] = [limits?.min ?? 0, limits?.max ?? 0];
  for (const [value, accepted] of [
    [min, true],
    [min - 1, false],
    [max, true],
    [max + 1, false],
    [0.5, false],
  ] as const) {
    expect([value, await verdicts([schema], value)]).toEqual([value, [accepted]]);
  }
});

test('int64 is whole and has no limit that a number could tell; other formats have none', async () => {
  expect(formatLimits('int64')).toBeUndefined();
  expect(isWholeFormat('int64')).toBe(true);
  expect(await verdicts([{ types: ['number'], format: 'int64' }], 0.5)).toEqual([false]);
  expect([formatLimits('double'), isWholeFormat('double'), isWholeFormat(undefined)]).toEqual([
    undefined,
    false,
    false,
  ]);
});
