import { type Diagnostic, Diagnostics } from '../diagnostics.js';
import type { Contract, Operation, SecurityScheme } from '../model.js';
import { checkAmbiguousPaths } from './ambiguous-paths.js';

function checkBody({ requestBody, operationId }: Operation, diagnostics: Diagnostics): void {
  for (const { mediaType, place } of requestBody?.content ?? []) {
    if (!mediaType.startsWith('multipart/')) continue;
    const what = `the service of ${operationId} cannot read ${mediaType}: send the parts as requests of their own`;
    diagnostics.error('unsupported', place, what);
  }
}

function checkScheme({ name, type, place }: SecurityScheme, diagnostics: Diagnostics): void {
  if (type !== 'apiKey' && type !== 'mutualTLS') return;
  const what = `the service cannot check the scheme '${name}' of type ${type}: use an Authorization header (http, oauth2 or openIdConnect)`;
  diagnostics.error('unsupported', place, what);
}

function checkMethod({ method, path, place }: Operation, diagnostics: Diagnostics): void {
  if (method !== 'trace') return;
  diagnostics.error('unsupported', place, `API Gateway takes no TRACE, so ${path} would never get one`);
}

/** What a client can keep of a contract and a generated service cannot: told rather than ignored. */
export function checkService(contract: Contract): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  const used = new Set<SecurityScheme>();
  // A client calls either path; a router would lead to the first alone.
  checkAmbiguousPaths(contract.operations, diagnostics, 'error');
  for (const operation of contract.operations) {
    checkMethod(operation, diagnostics);
    checkBody(operation, diagnostics);
    for (const name of operation.security.flatMap((requirement) => [...requirement.keys()])) {
      const scheme = contract.securitySchemes.get(name);
      if (scheme !== undefined) used.add(scheme);
    }
  }
  for (const scheme of used) checkScheme(scheme, diagnostics);
  return diagnostics.all;
}
