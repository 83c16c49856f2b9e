import { type Rule, routeOf } from './rule.js';

/** 201 says that something was created, 202 that it will be (RFC 9110, 15.3). */
const creating = ['201', '202'];

export const checkIdempotencyKeys: Rule = ({ contract, diagnostics }) => {
  for (const operation of contract.operations) {
    const { method, parameters, responses, place } = operation;
    if (method !== 'post' || !responses.some(({ status }) => creating.includes(status))) continue;
    if (parameters.some((each) => each.in === 'header' && each.name === 'idempotency-key')) continue;
    const what = `${routeOf(operation)} creates and takes no Idempotency-Key header`;
    diagnostics.warning('missing-idempotency-key', place, what);
  }
};
