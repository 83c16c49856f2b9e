import { type Rule, routeOf } from './rule.js';

export const checkClientErrors: Rule = ({ contract, diagnostics }) => {
  for (const operation of contract.operations) {
    if (operation.responses.some(({ status }) => status.startsWith('4') || status === 'default')) continue;
    const what = `${routeOf(operation)} declares no 4xx response`;
    diagnostics.warning('missing-client-error', operation.place, what);
  }
};
