import fc from 'fast-check';
import { codecOf, toldOf } from './decoded-fixture.js';

/** A value as it may come, what code gets of it, and how it is written again. */
interface Sample {
  readonly wire: unknown;
  readonly rich: unknown;
  readonly canonical: unknown;
}
interface Sampled {
  readonly schema: object;
  readonly samples: fc.Arbitrary<Sample>;
}

function same(value: unknown): Sample {
  return { wire: value, rich: value, canonical: value };
}

const moment = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9998-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const offsetMinutes = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });

/** The moment as a clock of the offset shows it. */
function withOffset(date: Date, minutes: number, beyond: string): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(minutes);
  return `${local}${beyond}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

const leaves: readonly Sampled[] = [
  {
    schema: { type: 'string', format: 'date-time' },
    samples: fc
      .tuple(moment, offsetMinutes, fc.constantFrom('', '9', '000', '123456'))
      .map(([date, minutes, beyond]) => ({
        wire: withOffset(date, minutes, beyond),
        rich: date,
        canonical: date.toISOString(),
      })),
  },
  {
    schema: { type: 'string', format: 'date' },
    samples: moment.map((date) => {
      const text = date.toISOString().slice(0, 10);
      return { wire: text, rich: new Date(`${text}T00:00:00Z`), canonical: text };
    }),
  },
  {
    schema: { type: 'integer', format: 'int64' },
    samples: fc.maxSafeInteger().map((wire) => ({ wire, rich: BigInt(wire), canonical: wire })),
  },
  {
    schema: { type: 'string', format: 'int64' },
    samples: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((rich) => {
      return { wire: String(rich), rich, canonical: String(rich) };
    }),
  },
  {
    schema: { type: 'string', contentEncoding: 'base64' },
    samples: fc.uint8Array({ maxLength: 9 }).map((given) => {
      const text = Buffer.from(given).toString('base64');
      return { wire: text, rich: new Uint8Array(given), canonical: text };
    }),
  },
  { schema: { type: 'string', format: 'uuid' }, samples: fc.uuid().map(same) },
  {
    schema: { type: ['string', 'null'], format: 'date' },
    samples: fc.constantFrom(same(null), {
      wire: '2026-02-28',
      rich: new Date('2026-02-28T00:00:00Z'),
      canonical: '2026-02-28',
    }),
  },
  { schema: { type: 'boolean' }, samples: fc.boolean().map(same) },
  { schema: { type: 'string', pattern: '^plain' }, samples: fc.constant(same('plain text')) },
];

const name = fc.constantFrom('a', 'b', 'constructor', '__proto__', 'x-y', "quo'te");

function own(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}

/** An object or array of samples, each part in its place. */
function joined(
  parts: readonly (readonly [string, Sample])[],
  make: (entries: readonly (readonly [string, unknown])[]) => unknown,
): Sample {
  const of = (key: keyof Sample) => make(parts.map(([at, sample]) => [at, sample[key]] as const));
  return { wire: of('wire'), rich: of('rich'), canonical: of('canonical') };
}

function objectOf(members: readonly (readonly [string, Sampled])[]): Sampled {
  const parts = members.map(([key, { samples }]) => fc.tuple(fc.constant(key), samples));
  return {
    schema: {
      type: 'object',
      required: members.map(([key]) => key),
      properties: own(members.map(([key, { schema }]) => [key, schema])),
    },
    samples: fc.tuple(...parts).map((each) => joined(each, own)),
  };
}

const values = (entries: readonly (readonly [string, unknown])[]) => entries.map(([, value]) => value);

const sampled = fc.letrec<{ any: Sampled; object: Sampled }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...leaves),
    tie('object'),
    tie('any').map(({ schema, samples }) => ({
      schema: { type: 'array', items: schema },
      samples: fc.array(samples, { maxLength: 3 }).map((all) =>
        joined(
          all.map((each) => ['', each]),
          values,
        ),
      ),
    })),
    fc.tuple(tie('any'), tie('any')).map(([first, rest]) => ({
      schema: { type: 'array', prefixItems: [first.schema], items: rest.schema, minItems: 1 },
      samples: fc.tuple(first.samples, fc.array(rest.samples, { maxLength: 2 })).map(([one, more]) =>
        joined(
          [one, ...more].map((each) => ['', each]),
          values,
        ),
      ),
    })),
    fc.tuple(tie('any'), tie('any')).map(([rest, matching]) => ({
      schema: {
        type: 'object',
        additionalProperties: rest.schema,
        patternProperties: { '^m-': matching.schema },
      },
      samples: fc
        .tuple(fc.dictionary(name, rest.samples, { maxKeys: 3 }), matching.samples)
        .map(([others, one]) => joined([...Object.entries(others), ['m-1', one]], own)),
    })),
    fc.tuple(tie('object'), tie('object')).map(([left, right]) => ({
      schema: {
        oneOf: [left, right].map(({ schema }, index) => ({
          allOf: [schema, { required: ['kind'], properties: { kind: { const: String(index) } } }],
          type: 'object',
        })),
        discriminator: { propertyName: 'kind' },
      },
      samples: fc.oneof(
        ...[left, right].map(({ samples }, index) =>
          samples.map(({ wire, rich, canonical }) => {
            const kind = { kind: String(index) };
            const withKind = (value: unknown) =>
              own([...Object.entries(value ?? {}), ...Object.entries(kind)]);
            return { wire: withKind(wire), rich: withKind(rich), canonical: withKind(canonical) };
          }),
        ),
      ),
    })),
    tie('any').map(({ schema, samples }) => ({
      schema: { anyOf: [{ type: 'integer', maximum: 9, minimum: 9 }, schema] },
      samples: samples.filter(({ wire }) => wire !== 9),
    })),
  ),
  object: fc
    .uniqueArray(fc.tuple(name, tie('any')), { maxLength: 3, selector: ([key]) => key })
    .map(objectOf),
})).any;

const counted = { numRuns: 150 };

test('what is decoded is encoded again, and the other way round, whatever the schema is made of', () => {
  const cases = sampled.chain(({ schema, samples }) =>
    fc.tuple(fc.constant(schema), fc.array(samples, { minLength: 1, maxLength: 5 })),
  );
  fc.assert(
    fc.property(cases, ([schema, all]) => {
      const codec = codecOf(schema);
      for (const { wire, rich, canonical } of all) {
        const decoded = codec.decode(wire);
        expect(toldOf(decoded)).toEqual([]);
        expect(decoded).toEqual({ _tag: 'Right', right: rich });
        expect(codec.is(rich)).toBe(true);
        expect(codec.encode(rich)).toEqual(canonical);
        expect(codec.decode(canonical)).toEqual(decoded);
      }
    }),
    counted,
  );
});
