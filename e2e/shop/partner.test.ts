import { catalogClient } from '@atoll/catalog-client';
import { type ShopProcess, startShop } from './shop-process.js';
import { behaviour, target } from './target.js';

const quota = 4;
let shop: ShopProcess;

beforeAll(async () => {
  // Where no gateway counts there is nothing to override.
  shop = await startShop(target === 'local' ? ['--parameter-overrides', `PartnerQuota=${quota}`] : []);
}, 60_000);
afterAll(() => shop.stop());

/** As `aws apigateway get-api-keys --name-query catalog-partner --include-values` asks for it. */
async function partnerKey(): Promise<string> {
  const answer = await fetch(`${shop.endpointUrl}/apikeys?name=catalog-partner&includeValues=true`);
  const { item } = (await answer.json()) as { item: { value: string }[] };
  return item[0]?.value ?? '';
}

const partner = (key: string) =>
  catalogClient({ baseUrl: shop.apiUrl, auth: { partnerKey: () => key }, retries: { max: 0 } });

behaviour(
  'a partner without a key, or with one that is made up, is refused before the service is asked',
  async () => {
    for (const key of ['', 'made-up-by-somebody-else'])
      expect(await partner(key).getProductFeed({})).toMatchObject({
        status: 403,
        headers: { 'content-type': 'application/problem+json' },
        body: { title: 'The API key is missing or not valid', status: 403 },
      });
    const plain = await fetch(`${shop.apiUrl}/v1/product-feed`);
    expect(plain.status).toBe(403);
    expect(shop.output()).toContain('GET /v1/product-feed 403');
  },
);

behaviour('a partner with a key gets the whole catalog, as often as the quota of the day says', async () => {
  const { getProductFeed } = partner(await partnerKey());
  const first = await getProductFeed({});
  if (first.status !== 200) throw new Error(`the feed was answered ${first.status}`);
  expect(first.body.products.length).toBeGreaterThanOrEqual(60);
  for (let i = 1; i < quota; i++) expect((await getProductFeed({})).status).toBe(200);
  expect(await getProductFeed({})).toMatchObject({
    status: 429,
    body: { title: 'The quota is used up', status: 429 },
  });
  expect((await partner('').searchProducts({})).status).toBe(200);
});

behaviour(
  'a key opens nothing that needs a token, and no method that the gateway does not check it for',
  async () => {
    const headers = { 'x-api-key': await partnerKey() };
    const send = async (method: string, path: string) =>
      (await fetch(`${shop.apiUrl}${path}`, { method, headers })).status;
    expect(await send('PUT', '/v1/products/COF-ESP-1KG')).toBe(401);
    expect(await send('HEAD', '/v1/product-feed')).toBe(401);
  },
);
