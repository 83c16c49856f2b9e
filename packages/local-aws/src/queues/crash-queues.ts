import { arnOf, queueSpec } from './queues-in-memory.js';

/** Of the crash test: `work` loses messages to `dead` all the time. */
export const crashQueues = [
  queueSpec('work', { redrive: { deadLetterArn: arnOf('dead'), maxReceiveCount: 2 } }),
  queueSpec('dead'),
];
