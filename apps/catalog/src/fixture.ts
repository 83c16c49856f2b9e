import { join } from 'node:path';
import { startTables } from '@atoll/local-aws';
import { invoke, type TestRequest, type TestResponse } from '../gen/runtime/testing/invoke.js';
import { testIssuer } from '../gen/runtime/testing/test-issuer.js';

/** The service as its tests reach it: by HTTP requests, with its own table and an issuer of tokens. */
export interface TestedCatalog {
  /** With a token of `scopes`, separated by blanks, when there are any. */
  send(request: TestRequest, scopes?: string): Promise<TestResponse>;
  close(): Promise<void>;
}

export async function startCatalog(): Promise<TestedCatalog> {
  const issuer = await testIssuer();
  const templateFile = join(import.meta.dirname, '..', 'template.yaml');
  const parameters = { Stage: 'test', EventBusName: 'default', IssuerUrl: issuer.url };
  const tables = await startTables({ templateFile, parameters });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: tables.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE_NAME: 'catalog-test',
    ISSUER_URL: issuer.url,
    LOG_LEVEL: 'error',
  });
  const { handler } = await import('./api.js');
  return {
    async send(request, scopes) {
      const token =
        scopes === undefined ? {} : { authorization: `Bearer ${await issuer.token('ann', scopes)}` };
      return invoke(handler, { ...request, headers: { ...token, ...request.headers } });
    },
    async close() {
      await tables.close();
      await issuer.close();
    },
  };
}
