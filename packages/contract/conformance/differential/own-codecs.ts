import type { Contract, Json } from '../../src/model.js';
import { problems } from '../../src/runtime/codec/problems.js';
import { loadCodecs } from '../../src/write/schemas/load-generated.js';

export interface Verdict {
  readonly isValid: boolean;
  /** The first problem, with its place and the format that was broken, if it was one. */
  readonly why: string;
  readonly pointer: string;
  readonly format?: string;
}

/** Judges values by one schema, with formats or without. */
export interface Own {
  check(value: Json): Verdict;
  checkWithoutFormats(value: Json): boolean;
}

/** The generated codecs of component schemas by name. */
export function ownCodecs(contract: Contract): (name: string) => Own | undefined {
  const [asserting, annotating] = (['assert', 'annotate'] as const).map(
    (formats) => loadCodecs(contract, { formats }).codecs,
  );
  return (name) => {
    const [codec, bare] = [asserting?.[name], annotating?.[name]];
    if (codec === undefined || bare === undefined) return undefined;
    return {
      check(value) {
        const decoded = codec.decode(value);
        if (decoded._tag === 'Right') return { isValid: true, why: '', pointer: '' };
        const [{ pointer, expected, received } = { pointer: '', expected: '', received: '' }] = problems(
          decoded.left,
        );
        const [, text, number] = /(?: in the format (\S+)|^an? (u?int\d+))$/.exec(expected) ?? [];
        const format = text ?? number;
        const why = `${pointer} expected ${expected}, received ${received}`;
        return { isValid: false, why, pointer, ...(format !== undefined && { format }) };
      },
      checkWithoutFormats: (value) => bare.is(value),
    };
  };
}
