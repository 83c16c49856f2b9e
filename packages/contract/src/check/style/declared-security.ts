import { type Rule, routeOf } from './rule.js';

export const checkDeclaredSecurity: Rule = ({ contract, document, diagnostics }) => {
  const root = { file: contract.file, line: 1, column: 1, pointer: '' };
  if (document.field(root, 'security') !== undefined) return;
  for (const operation of contract.operations) {
    if (document.field(operation.place, 'security') !== undefined) continue;
    const what = `nothing says who may call ${routeOf(operation)}`;
    diagnostics.warning('missing-security', operation.place, what);
  }
};
