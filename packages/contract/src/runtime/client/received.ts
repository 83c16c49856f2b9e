import type { FileBytes } from '../codec/multipart.js';

export type { PartWithHeaders } from '../codec/multipart.js';

/** A file of a multipart body that has come. */
export type FilePart = FileBytes;

/** Headers of an answer that the contract does not name; an array is several `Set-Cookie`, or one list. */
export type AnswerHeaders = Readonly<Record<string, string | readonly string[]>>;
