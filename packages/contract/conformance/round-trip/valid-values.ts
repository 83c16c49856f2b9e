import { compileSchemas } from '../../src/check/values/compile-schemas.js';
import { schemasOfOperation } from '../../src/every-schema.js';
import { TooLarge } from '../../src/mock/flatten-schema.js';
import { ValueMaker } from '../../src/mock/make-value.js';
import type { Random } from '../../src/mock/random.js';
import type { Contract, Json, Schema } from '../../src/model.js';
import type { Direction } from '../../src/write/schemas/variant.js';

/** Of no schema that is made of alternatives can a value be made for certain: the next one may be right. */
const attempts = 8;

/** Makes values that the contract takes: what is made is judged by the codec first. */
export type MakeValue = (schema: Schema, direction: Direction, random: Random) => Json | undefined;

/** Undefined is made where a schema takes nothing, or nothing that was found. */
export function validValues(contract: Contract): MakeValue {
  const schemas = new Set(contract.operations.flatMap(schemasOfOperation));
  const check = compileSchemas(schemas, { formats: 'annotate' });
  return (schema, direction, random) => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      try {
        const value = new ValueMaker(random, { useExamples: false, direction }).make(schema);
        if (check(schema, direction, value).length === 0) return value;
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error;
      }
    }
    return undefined;
  };
}
