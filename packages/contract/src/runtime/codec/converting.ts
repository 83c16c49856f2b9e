import * as t from 'io-ts';
import type { AnyCodec } from './codec.js';
import { failure } from './codec.js';
import type { Later, Unwritable } from './conversion.js';
import { problems } from './problems.js';

/** What of a conversion a codec is made of. */
export interface ConvertingParts<O> {
  /** Of the value as it goes over the wire. */
  readonly wire: t.Type<O, O, unknown>;
  readonly conversion: Later;
  /**
   * A value that the schema accepts may be refused once it has been written again, since several texts stand for the
   * same moment, and alternatives may overlap: then every decoded value is written and checked.
   */
  readonly proved: boolean;
}

function errorsOf(failed: readonly Unwritable[], type: AnyCodec, context: t.Context): t.Errors {
  return failed.map(({ keys, value, expected }) => {
    const way = [...keys].reverse().map((key) => ({ key, type, actual: value }));
    return failure(value, [...context, ...way], expected);
  });
}

/** The io-ts type of a schema whose values are of another type to code than on the wire. */
class Converting<A, O> extends t.Type<A, O, unknown> {
  readonly #parts: ConvertingParts<O>;

  constructor(name: string, parts: ConvertingParts<O>) {
    super(
      name,
      (u): u is A => this.#isWritable(u),
      (u, context) => this.#validate(u, context),
      (value) => this.#encode(value),
    );
    this.#parts = parts;
  }

  #isWritable(u: unknown): boolean {
    return this.written(u, [])._tag === 'Right';
  }

  /** The wire form of a value of code. */
  written(u: unknown, context: t.Context): t.Validation<O> {
    const failed: Unwritable[] = [];
    try {
      const wire = this.#parts.conversion().encode(u, u, failed);
      if (failed.length > 0) return t.failures(errorsOf(failed, this, context));
      return this.#parts.wire.validate(wire, context);
    } catch (error) {
      return this.#refused(error, u, context);
    }
  }

  #encode(value: A): O {
    const written = this.written(value, [{ key: '', type: this, actual: value }]);
    if (written._tag === 'Right') return written.right;
    const [first] = problems(written.left);
    const { pointer, expected, received } = first ?? { pointer: '', expected: this.name, received: '' };
    throw new TypeError(`${this.name} at '${pointer}': expected ${expected}, received ${received}`);
  }

  #validate(u: unknown, context: t.Context): t.Validation<A> {
    const checked = this.#parts.wire.validate(u, context);
    if (checked._tag === 'Left') return checked;
    try {
      const made = this.#parts.conversion().decode(checked.right, checked.right);
      if (this.#isMade(made)) return t.success(made);
      const written = this.written(made, context);
      return written._tag === 'Left' ? written : t.failures([failure(u, [...context], this.name)]);
    } catch (error) {
      return this.#refused(error, u, context);
    }
  }

  /** What the conversion makes of a valid value is valid, but where that has to be proved. */
  #isMade(made: unknown): made is A {
    return !this.#parts.proved || this.is(made);
  }

  /** A RangeError is the end of the stack: input nested deeper than any schema means. */
  #refused(error: unknown, u: unknown, context: t.Context): t.Validation<never> {
    if (!(error instanceof RangeError)) throw error;
    return t.failures([failure(u, [...context], 'a value that is not nested as deep')]);
  }
}

/** A codec that gives code another type of value than the wire has. Errors of `encode`: TypeError for a value that has no wire form. */
export function converting<A, O>(name: string, parts: ConvertingParts<O>): t.Type<A, O, unknown> {
  return new Converting<A, O>(name, parts);
}

/** Whether a codec gives code another value than the wire has. */
export function isConverting(codec: AnyCodec | null): codec is Converting<unknown, unknown> {
  return codec instanceof Converting;
}

/** The wire form of a value that code gives, checked as what comes over the wire is. */
export function toWire(codec: AnyCodec, value: unknown): t.Validation<unknown> {
  if (!(codec instanceof Converting)) return codec.decode(value);
  return codec.written(value, [{ key: '', type: codec, actual: value }]);
}
