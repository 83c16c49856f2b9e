/** One output of the compiler; `path` is relative to the folder that is generated. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}
