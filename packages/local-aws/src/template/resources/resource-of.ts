import type { Resource } from '../../system.js';
import type { Declaration } from '../stack/stack.js';

/** What every part of a System says of where it comes from. */
export function resourceOf(declaration: Declaration): Resource {
  return {
    place: declaration.place,
    logicalId: declaration.logicalId,
    stack: declaration.stack.path,
  };
}
