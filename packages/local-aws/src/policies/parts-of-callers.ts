import type { ServedParts } from '../endpoint/route.js';
import { accessKeyId } from '../functions/environment-variables.js';
import { Gate, type GateOptions } from './gate.js';
import { guardedParts } from './guarded-parts.js';
import { rolesOf } from './role.js';

/**
 * What each caller reaches, by the access key id of its requests. The functions' processes have keys of their own, which
 * say whose request it is. Every other key is a person's at this machine (a shell, a test, a database browser) or that of
 * a container whose environment SAM CLI has made: the templates say nothing about them, so nothing is held against them.
 */
export function partsOfCallers(
  parts: ServedParts,
  options: GateOptions,
): (accessKeyId: string | undefined) => ServedParts {
  const guarded = new Map(
    rolesOf(options.system).map((role) => [
      accessKeyId(role.spec.logicalId),
      guardedParts(parts, new Gate(role, options)),
    ]),
  );
  return (key) => guarded.get(key ?? '') ?? parts;
}
