import { type Rule, routeOf } from './rule.js';

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

export const checkSummaries: Rule = ({ contract, diagnostics }) => {
  for (const operation of contract.operations) {
    if (!isBlank(operation.summary)) continue;
    diagnostics.warning('missing-summary', operation.place, `${routeOf(operation)} has no summary`);
  }
  for (const { name, summary, place } of contract.events) {
    if (isBlank(summary)) diagnostics.warning('missing-summary', place, `the event ${name} has no summary`);
  }
};
