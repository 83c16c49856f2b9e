import type { AnyCodec } from './codec.js';
import type { HeaderFormat } from './header.js';
import type { Shape } from './shape.js';

/** What the contract says of one property of a multipart body (OpenAPI 3.1, 4.8.14.4 and 4.8.15). */
export interface PartFormat {
  readonly name: string;
  readonly kind: 'file' | 'text' | 'json';
  /** An array goes as one part for each item. */
  readonly many: boolean;
  readonly required: boolean;
  readonly shape: Shape;
  /** As the contract names it, first where it names several; absent: by kind. */
  readonly contentType?: string;
  /** Set where the contract has headers for the part: the value stands beside them as `{ value, headers }`. */
  readonly headers?: readonly HeaderFormat[];
  /** Of the whole property, all items together; null for files. */
  readonly codec: AnyCodec | null;
}

export interface MultipartFormat {
  readonly parts: readonly PartFormat[];
  /** Parts of other names are taken and left aside. */
  readonly open: boolean;
}

/** A file in a multipart body. */
export interface FileBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly filename?: string;
  readonly contentType?: string;
}

/** A part for which the contract has headers of its own. */
export interface PartWithHeaders<Value, Headers> {
  readonly value: Value;
  readonly headers: Headers;
}
