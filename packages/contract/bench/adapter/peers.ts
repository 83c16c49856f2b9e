/** What is compared, with the versions that the figures of the README come from. */
export const peerPackages = [
  '@middy/core@6',
  '@middy/http-json-body-parser@6',
  '@middy/http-router@6',
  '@middy/validator@6',
  'hono@4',
  '@hono/zod-validator@0.7',
  'zod@4',
  'fastify@5',
  '@fastify/aws-lambda@6',
  'ajv-formats@3',
  '@aws-lambda-powertools/event-handler@2',
];

const zodOrder = `const sku = /^[A-Z0-9]+(-[A-Z0-9]+)*$/u;
const Money = z.strictObject({ amount: z.int().min(0), currency: z.string().regex(/^[A-Z]{3}$/u) });
const Line = z.strictObject({ sku: z.string().regex(sku).max(40), quantity: z.int().min(1).max(99), price: Money });
const Order = z.looseObject({
  orderId: z.uuid(), status: z.enum(['pending', 'confirmed', 'cancelled']), placedAt: z.iso.datetime({ offset: true }),
  note: z.string().max(200).optional(), lines: z.array(Line).min(1).max(100), total: Money,
});`;

/** A module whose \`handlers\` do what the bare handler does, and check the order before. */
export function peerCode(order: object): string {
  return `import middy from '@middy/core';
import jsonBody from '@middy/http-json-body-parser';
import router from '@middy/http-router';
import validator from '@middy/validator';
import { transpileSchema } from '@middy/validator/transpile';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { zValidator } from '@hono/zod-validator';
import { z } from 'zod';
import Fastify from 'fastify';
import awsLambda from '@fastify/aws-lambda';
import addFormats from 'ajv-formats';

const schema = ${JSON.stringify(order)};
${zodOrder}
const result = (order) => ({ orderId: order.orderId, lines: order.lines.length });

const placed = middy()
  .use(jsonBody())
  .use(validator({ eventSchema: transpileSchema({ type: 'object', required: ['body'], properties: { body: schema } }) }))
  .handler(async ({ body }) => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(result(body)) }));
const middyHandler = middy().handler(router([{ method: 'POST', path: '/v1/orders', handler: placed }]));

const hono = new Hono();
hono.post('/v1/orders', zValidator('json', Order), (c) => c.json(result(c.req.valid('json'))));

const fastify = Fastify({ ajv: { plugins: [addFormats.default ?? addFormats] } });
fastify.post('/v1/orders', { schema: { body: schema } }, async (request) => result(request.body));
const fastifyHandler = awsLambda(fastify, { decorateRequest: false });
await fastify.ready();

export const handlers = { middy: middyHandler, Hono: handle(hono), Fastify: fastifyHandler };
try {
  const { Router } = await import('@aws-lambda-powertools/event-handler/http');
  const app = new Router();
  app.post('/v1/orders', async ({ req }) => result(Order.parse(await req.json())));
  handlers.Powertools = (event, context) => app.resolve(event, context);
} catch {
  const { Router } = await import('@aws-lambda-powertools/event-handler/experimental-rest');
  const app = new Router();
  app.post('/v1/orders', async ({ req }, more) => result(Order.parse(await (req ?? more.request).json())));
  handlers.Powertools = (event, context) => app.resolve(event, context);
}
`;
}
