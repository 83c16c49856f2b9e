import { AwsError, type StartProblem } from '../parts.js';
import type { System } from '../system.js';
import { compileFilter } from './filter-policy.js';

/** Filter policies that are not valid. */
export function checkTopics({ subscriptions }: Pick<System, 'subscriptions'>): StartProblem[] {
  return subscriptions.flatMap((subscription) => {
    try {
      compileFilter(subscription);
      return [];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const what = `the filter policy of ${subscription.logicalId} is not valid: ${error.message}`;
      const remedy = 'write a condition, or a list of values, for each attribute';
      return [{ place: subscription.place, code: 'filter-policy', what, remedy }];
    }
  });
}
