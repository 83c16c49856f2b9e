import { join } from 'node:path';
import { startTables } from '@atoll/local-aws';
import { deliver } from '../gen/runtime/testing/deliver.js';
import { invoke, type TestRequest, type TestResponse } from '../gen/runtime/testing/invoke.js';
import { testIssuer } from '../gen/runtime/testing/test-issuer.js';
import type { StockLevel } from '../gen/schemas.js';

/** The service as its tests reach it: by HTTP requests and by events, with its own table and an issuer of tokens. */
export interface TestedInventory {
  send(request: TestRequest): Promise<TestResponse>;
  /** Delivers an event as EventBridge and SQS would; the messages that are to come again are returned. */
  deliver(source: string, type: string, detail: object): Promise<string[]>;
  level(sku: string): Promise<Omit<StockLevel, 'sku'>>;
  close(): Promise<void>;
}

export const tableName = 'inventory-test';

export async function startInventory(): Promise<TestedInventory> {
  const issuer = await testIssuer();
  const templateFile = join(import.meta.dirname, '..', 'template.yaml');
  const parameters = { Stage: 'test', EventBusName: 'default', IssuerUrl: issuer.url };
  const tables = await startTables({ templateFile, parameters });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: tables.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE_NAME: tableName,
    ISSUER_URL: issuer.url,
    LOG_LEVEL: 'silent',
  });
  const { handler: api } = await import('./api.js');
  const { handler: events } = await import('./events.js');
  const authorization = `Bearer ${await issuer.token('shop', 'inventory:read inventory:write')}`;
  const send = (request: TestRequest) =>
    invoke(api, { ...request, headers: { authorization, ...request.headers } });
  return {
    send,
    deliver: (source, type, detail) => deliver(events, { source, type, detail }),
    async level(sku) {
      const { body } = await send({ method: 'GET', url: `/v1/stock?sku=${sku}` });
      const [level] = (body as { levels: StockLevel[] }).levels;
      if (level === undefined) throw new Error(`no level of ${sku}`);
      const { sku: _sku, ...units } = level;
      return units;
    },
    async close() {
      await tables.close();
      await issuer.close();
    },
  };
}
