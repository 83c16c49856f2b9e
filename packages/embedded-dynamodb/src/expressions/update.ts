import type { AttributeValue } from '../values/attribute-value.js';
import type { Path } from './path.js';

/** What SET computes. */
export type SetOperand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'plus' | 'minus' | 'list_append'; readonly left: SetOperand; readonly right: SetOperand }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: SetOperand };

export type UpdateAction =
  | { readonly kind: 'set'; readonly path: Path; readonly operand: SetOperand }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'add' | 'delete'; readonly path: Path; readonly value: AttributeValue };

export interface Update {
  readonly actions: readonly UpdateAction[];
  /** From AttributeUpdates, which has its own message where types do not go together. */
  readonly isLegacy?: true;
}

export { applyUpdate, pick, refuseKeyUpdates } from './apply-update.js';
export { parseUpdate } from './parse-update.js';
