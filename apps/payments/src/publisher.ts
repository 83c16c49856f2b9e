import { publish } from '../gen/runtime/server/outbox.js';
import { publishing } from './context.js';

export const handler = publish(publishing);
