/** A command that cannot do what it is asked to; the message says what to do. */
export class CommandError extends Error {}
