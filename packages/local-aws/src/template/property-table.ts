/** What local-aws makes of the properties of a type. A name that stands in none of the lists is unknown, and refused. */
export interface PropertyTable {
  /** Have an effect. */
  readonly played: readonly string[];
  /** Accepted without an effect on one machine, each with the reason. */
  readonly noEffect?: Readonly<Record<string, string>>;
  /** Exist in AWS and change behaviour that is not played: refused, each with what to do instead. */
  readonly refused?: Readonly<Record<string, string>>;
}

/** Properties that many types have and that change nothing on one machine. */
export const tagged = { Tags: 'for billing and search' } as const;
export const describing = { Description: 'for people', ...tagged } as const;
