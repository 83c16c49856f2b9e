import { latencyExtension } from '../model.js';
import { type Rule, routeOf } from './style/rule.js';

/** API Gateway waits 29 seconds for an integration ("Amazon API Gateway quotas"). */
const longestMs = 29_000;

/** A latency budget that no alarm could be made of. */
export const checkLatencyBudgets: Rule = ({ contract, document, diagnostics }) => {
  for (const operation of contract.operations) {
    const budget = operation.extensions.get(latencyExtension);
    if (budget === undefined) continue;
    if (typeof budget === 'number' && Number.isInteger(budget) && budget >= 1 && budget <= longestMs)
      continue;
    const place = document.fieldPlace(operation.place, latencyExtension);
    const what = `${latencyExtension} of ${routeOf(operation)} is ${JSON.stringify(budget)} and not whole milliseconds from 1 to ${longestMs}`;
    diagnostics.error('invalid-latency-budget', place, what);
  }
};
