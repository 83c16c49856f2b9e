import { decodeOption } from './decode-option.js';

test('each format has the target that is told', () => {
  expect(decodeOption(['date-time=Date', 'int64=string', 'uuid=brand', 'date=none'])).toEqual({
    'date-time': 'Date',
    int64: 'string',
    uuid: 'brand',
    date: 'none',
  });
});

test.each(['date-time', '=Date', 'date-time=', 'date-time=day', 'date=Date=Date'])(
  "'%s' is told how the option is written",
  (given) => {
    expect(() => decodeOption([given])).toThrow(
      `--decode takes FORMAT=TARGET, as in date-time=Date, not '${given}'; targets are Date, bigint, string, Uint8Array, brand, none`,
    );
  },
);

test.each(['date-time=bigint', 'int64=Date', 'byte=string', 'uuid=Uint8Array', 'xint64=bigint'])(
  "'%s' is a target that nothing decodes the format as",
  (given) => {
    expect(() => decodeOption([given])).toThrow(`--decode ${given}: nothing decodes the format`);
  },
);
