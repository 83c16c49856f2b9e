import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Contract, printDiagnostics, readContract } from '@atoll/contract';
import type { ServiceStack } from '../system/read-system.js';
import { TemplateError } from '../template/template-error.js';

/**
 * The contract of a service: `apps/<service>` keeps `packages/<service>-client/openapi.yaml`. Undefined for a service
 * without one. Errors: TemplateError where the contract has errors.
 */
export function readServiceContract({ directory, service }: ServiceStack): Contract | undefined {
  const file = resolve(directory, '../../packages', `${service}-client`, 'openapi.yaml');
  if (!existsSync(file)) return undefined;
  const { contract, diagnostics } = readContract(file);
  if (contract !== undefined) return contract;
  throw new TemplateError(
    file,
    `the smoke test cannot be made from a contract with errors\n${printDiagnostics(diagnostics, process.cwd())}`,
    'Correct the contract.',
  );
}
