import { contract } from '../gen/contract.js';
import { serve } from '../gen/runtime/server/serve.js';
import { apiContext } from './context.js';
import { getReservation } from './operations/get-reservation.js';
import { getStock } from './operations/get-stock.js';
import { listStock } from './operations/list-stock.js';
import { receiveStock } from './operations/receive-stock.js';
import { releaseReservation } from './operations/release-reservation.js';
import { reserveStock } from './operations/reserve-stock.js';

export const handler = serve(
  contract,
  { getReservation, getStock, listStock, receiveStock, releaseReservation, reserveStock },
  apiContext,
);
