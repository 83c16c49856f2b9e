import type { ServedParts } from '../endpoint/route.js';
import { accessKeyId } from '../functions/environment-variables.js';
import { Gate, type GateOptions } from './gate.js';
import { guardedParts } from './guarded-parts.js';
import { rolesOf } from './role.js';

export interface CalledParts {
  /** By the access key id of a request. */
  readonly partsOf: (accessKeyId: string | undefined) => ServedParts;
  /** Statements at these places, `file:line:column`, count as absent from now on. */
  readonly leaveOut: (places: readonly string[]) => void;
}

/**
 * What each caller reaches, by the access key id of its requests. The functions' processes have keys of their own, which
 * say whose request it is. Every other key is a person's at this machine (a shell, a test, a database browser) or that of
 * a container whose environment SAM CLI has made: the templates say nothing about them, so nothing is held against them.
 */
export function partsOfCallers(parts: ServedParts, options: GateOptions): CalledParts {
  const gates = rolesOf(options.system).map((role) => ({
    key: accessKeyId(role.spec.logicalId),
    gate: new Gate(role, options),
  }));
  const guarded = new Map(gates.map(({ key, gate }) => [key, guardedParts(parts, gate)]));
  return {
    partsOf: (key) => guarded.get(key ?? '') ?? parts,
    leaveOut(places) {
      for (const { gate } of gates) gate.leaveOut(new Set(places));
    },
  };
}
