/** A statement of a policy that is not played, or that no policy may have; the message says what it has. */
export class StatementError extends Error {}
