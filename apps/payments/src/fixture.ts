import { join } from 'node:path';
import { startTables } from '@atoll/local-aws';
import { deliver } from '../gen/runtime/testing/deliver.js';
import { invoke, type TestRequest, type TestResponse } from '../gen/runtime/testing/invoke.js';
import { testIssuer } from '../gen/runtime/testing/test-issuer.js';
import { type PlayedProvider, startProvider } from './provider-fixture.js';

/** The service as its tests reach it: by HTTP requests and by events, with its own table and a played provider. */
export interface TestedPayments {
  readonly provider: PlayedProvider;
  /** As `sub`, a customer; `ann` unless told. */
  send(request: TestRequest, sub?: string): Promise<TestResponse>;
  /** Delivers an event as EventBridge and SQS would; the messages that are to come again are returned. */
  deliver(source: string, type: string, detail: object): Promise<string[]>;
  close(): Promise<void>;
}

export const tableName = 'payments-test';

export async function startPayments(): Promise<TestedPayments> {
  const issuer = await testIssuer();
  const provider = await startProvider();
  const tables = await startTables({
    templateFile: join(import.meta.dirname, '..', 'template.yaml'),
    parameters: { Stage: 'test', EventBusName: 'default', IssuerUrl: issuer.url, ProviderKey: 'sk_test' },
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: tables.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE_NAME: tableName,
    ISSUER_URL: issuer.url,
    PROVIDER_URL: provider.url,
    PROVIDER_KEY: 'sk_test',
    LOG_LEVEL: 'silent',
  });
  const { handler: api } = await import('./api.js');
  const { handler: events } = await import('./events.js');
  return {
    provider,
    async send(request, sub = 'ann') {
      const authorization = `Bearer ${await issuer.token(sub, 'payments:read')}`;
      return invoke(api, { ...request, headers: { authorization, ...request.headers } });
    },
    deliver: (source, type, detail) => deliver(events, { source, type, detail }),
    async close() {
      await Promise.all([tables.close(), issuer.close(), provider.close()]);
    },
  };
}
