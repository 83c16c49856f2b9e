import { schedule } from '../gen/runtime/server/react.js';
import { context } from './context.js';
import { expireReservations } from './expire-reservations.js';

export const handler = schedule(({ deadline }, made) => expireReservations(made, deadline), context);
