import { createRequire } from 'node:module';
import type { Ajv2020 as Ajv, ValidateFunction } from 'ajv/dist/2020.js';
import type { Json } from '../../src/model.js';
import type { Verdict } from './own-codecs.js';
import { toJsonSchema } from './to-json-schema.js';

const require = createRequire(import.meta.url);
const { Ajv2020 } = require('ajv/dist/2020.js') as { Ajv2020: typeof Ajv };
const addFormats = require('ajv-formats') as (ajv: Ajv) => Ajv;

export interface Peer {
  check(value: Json): Verdict;
  checkWithoutFormats(value: Json): boolean;
  /** Whether it has the format. */
  knows(format: string): boolean;
}

function compiler(
  document: object,
  validateFormats: boolean,
): (name: string) => ValidateFunction | undefined {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats,
    logger: false,
    validateSchema: false,
    inlineRefs: false,
  });
  addFormats(ajv);
  ajv.addSchema(document, 'document:');
  return (name) => {
    const pointer = encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
    try {
      return ajv.compile({ $ref: `document:#/components/schemas/${pointer}` });
    } catch {
      // A pattern that is none with the flag `u`, or a reference that Ajv does not follow: there is no verdict.
      return undefined;
    }
  };
}

const known = addFormats(new Ajv2020({ strict: false })).formats;

/** Ajv's validators of the component schemas of a document. */
export function compileAjv(document: Record<string, unknown>): (name: string) => Peer | undefined {
  const schemas = toJsonSchema(document);
  const [asserting, annotating] = [compiler(schemas, true), compiler(schemas, false)];
  return (name) => {
    const [validate, bare] = [asserting(name), annotating(name)];
    if (validate === undefined || bare === undefined) return undefined;
    return {
      check(value) {
        if (validate(value)) return { isValid: true, why: '', pointer: '' };
        // Of alternatives every one tells its errors; what a format has refused is told before that.
        const errors = validate.errors ?? [];
        const first = errors.find(({ keyword }) => keyword === 'format') ?? errors[0];
        const { instancePath: pointer = '', message = '', keyword, params } = first ?? {};
        const format = keyword === 'format' ? { format: String(params?.format) } : {};
        return { isValid: false, why: `${pointer} ${message}`, pointer, ...format };
      },
      checkWithoutFormats: (value) => bare(value),
      knows: (format) => Object.hasOwn(known, format),
    };
  };
}
