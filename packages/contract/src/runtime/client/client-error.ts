/** `network`: no answer came; `timeout`: none came in time; `undeclared`: one came that the contract does not have; `open`: the circuit breaker did not ask; `refused`: a page was answered by another status. */
export type ClientErrorKind = 'network' | 'timeout' | 'undeclared' | 'open' | 'refused';

/** Why a call has no result. */
export class ClientError extends Error {
  readonly kind: ClientErrorKind;
  readonly operationId: string;
  /** Of an undeclared or refusing answer. */
  readonly status: number | undefined;

  constructor(
    kind: ClientErrorKind,
    operationId: string,
    options: { message: string; status?: number; cause?: unknown },
  ) {
    super(`${operationId}: ${options.message}`, { cause: options.cause });
    this.name = 'ClientError';
    this.kind = kind;
    this.operationId = operationId;
    this.status = options.status;
  }

  /** Every client package has a copy of this class: to `instanceof`, an error of one copy is one of all. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (
      value instanceof Error && value.name === 'ClientError' && 'kind' in value && 'operationId' in value
    );
  }
}
