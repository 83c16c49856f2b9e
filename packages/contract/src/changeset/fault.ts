import type { Place } from '../model.js';

/** What is wrong with versions: told like a diagnostic of the compiler, but about more than the contract's file. */
export interface Fault {
  readonly code: 'version-differs' | 'changeset-missing';
  readonly severity: 'error';
  readonly place: Place;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** `file:line:column error code: what`, details, why it matters and what to do. */
export function printFault({ code, place, what, why, remedy }: Fault): string {
  return `${place.file}:${place.line}:${place.column} error ${code}: ${what}\n  why: ${why}\n  do:  ${remedy}`;
}
