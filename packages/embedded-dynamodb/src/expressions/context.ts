/** The substitutions of one request: ExpressionAttributeNames and ExpressionAttributeValues. */
export class ExpressionContext {
  readonly names: unknown;
  readonly values: unknown;

  /** Errors: ValidationException for names or values that are malformed. */
  constructor(names?: unknown, values?: unknown) {
    this.names = names;
    this.values = values;
  }

  /** Errors: ValidationException when a name or a value is not used by any expression that was parsed. */
  assertAllUsed(): void {}
}
