/** Something that who called can mend: the message says all, and the exit code is 2. */
export class CallError extends Error {}
