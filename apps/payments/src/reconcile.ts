import { schedule } from '../gen/runtime/server/react.js';
import { context } from './context.js';
import { reconcilePayments } from './reconcile-payments.js';

export const handler = schedule(({ deadline }, made) => reconcilePayments(made, deadline), context);
