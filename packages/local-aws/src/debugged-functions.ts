import { StartError } from './parts.js';
import type { System } from './system.js';

/** Ports of debuggers by function name; a function is named by its logical id or its name. Errors: StartError. */
export function debuggedFunctions(
  { functions }: Pick<System, 'functions'>,
  inspect: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const found = Object.entries(inspect).map(([name, port]) => {
    const spec = functions.find(({ logicalId, functionName }) => name === logicalId || name === functionName);
    return { name, port, functionName: spec?.functionName };
  });
  const unknown = found.filter(({ functionName }) => functionName === undefined);
  if (unknown.length === 0)
    return Object.fromEntries(found.map(({ functionName, port }) => [functionName, port]));
  const known = functions.map(({ logicalId }) => logicalId).join(', ');
  throw new StartError(
    unknown.map(({ name }) => ({
      code: 'unknown-function',
      what: `--inspect names ${name}, which no template has`,
      remedy: `name one of ${known}`,
    })),
  );
}
