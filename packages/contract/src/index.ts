export { catalogue, type Diagnostic, type DiagnosticCode } from './diagnostics.js';
export type * from './model.js';
export { printDiagnostics } from './print-diagnostics.js';
export { type ReadContract, readContract } from './read/contract.js';
