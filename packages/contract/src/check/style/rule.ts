import type { Diagnostics } from '../../diagnostics.js';
import type { Contract, Operation } from '../../model.js';
import type { Document } from '../document.js';

/** What a rule looks at. */
export interface Subject {
  readonly contract: Contract;
  readonly document: Document;
  readonly diagnostics: Diagnostics;
}

/** Warns of one thing that keeps a contract from being a good one. */
export type Rule = (subject: Subject) => void;

/** `GET /v1/orders` */
export function routeOf({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path}`;
}
