import { join } from 'node:path';
import { startTables } from '@atoll/local-aws';
import { deliver } from '../gen/runtime/testing/deliver.js';
import { invoke, type TestRequest, type TestResponse } from '../gen/runtime/testing/invoke.js';
import { testIssuer } from '../gen/runtime/testing/test-issuer.js';
import { type Neighbours, startNeighbours } from './neighbours-fixture.js';

/** The service as its tests reach it: by HTTP requests and by events, with its own table and played neighbours. */
export interface TestedOrders {
  readonly neighbours: Neighbours;
  /** As `sub`, a customer; `ann` unless told. */
  send(request: TestRequest, sub?: string): Promise<TestResponse>;
  /** Delivers an event as EventBridge and SQS would; the messages that are to come again are returned. */
  deliver(source: string, type: string, detail: object): Promise<string[]>;
  close(): Promise<void>;
}

export const tableName = 'orders-test';

export async function startOrders(): Promise<TestedOrders> {
  const issuer = await testIssuer();
  const neighbours = await startNeighbours();
  const tables = await startTables({
    templateFile: join(import.meta.dirname, '..', 'template.yaml'),
    parameters: {
      Stage: 'test',
      EventBusName: 'default',
      IssuerUrl: issuer.url,
      TokenUrl: neighbours.url,
      ClientId: 'x',
      ClientSecret: 'x',
    },
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: tables.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE_NAME: tableName,
    ISSUER_URL: issuer.url,
    TOKEN_URL: `${neighbours.url}/oauth2/token`,
    CLIENT_ID: 'orders',
    CLIENT_SECRET: 'secret',
    CATALOG_URL: neighbours.url,
    INVENTORY_URL: neighbours.url,
    LOG_LEVEL: 'silent',
  });
  const { handler: api } = await import('./api.js');
  const { handler: events } = await import('./events.js');
  return {
    neighbours,
    async send(request, sub = 'ann') {
      const authorization = `Bearer ${await issuer.token(sub, 'orders:read orders:write')}`;
      return invoke(api, { ...request, headers: { authorization, ...request.headers } });
    },
    deliver: (source, type, detail) => deliver(events, { source, type, detail }),
    async close() {
      await Promise.all([tables.close(), issuer.close(), neighbours.close()]);
    },
  };
}
