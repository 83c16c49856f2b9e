import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { startCatalog, type TestedCatalog } from './fixture.js';

let catalog: TestedCatalog;

const details = (name: string, more: object = {}) => ({
  name,
  description: `About ${name}`,
  category: 'coffee',
  price: { amount: 1890, currency: 'EUR' },
  ...more,
});
const put = (sku: string, body: object, scopes = 'catalog:write') =>
  catalog.send({ method: 'PUT', url: `/v1/products/${sku}`, body }, scopes);
const get = (url: string) => catalog.send({ method: 'GET', url });

beforeAll(async () => {
  catalog = await startCatalog();
  await put('COF-A', details('Espresso Roma'));
  await put('COF-B', details('Filter Oslo', { description: 'Light roast for the filter' }));
  await put('TEA-A', details('Sencha', { category: 'tea' }));
});
afterAll(() => catalog.close());

test('a product that was put is there, with the time of its last change', async () => {
  const { status, body } = await get('/v1/products/COF-A');
  expect(status).toBe(200);
  expect(body).toEqual({ sku: 'COF-A', ...details('Espresso Roma'), updatedAt: expect.stringMatching(/Z$/) });
  expect(await get('/v1/products/COF-Z')).toMatchObject({
    status: 404,
    body: { detail: 'there is no product COF-Z' },
  });
});

test('putting needs the scope, and what breaks the contract is told by its place', async () => {
  expect(await put('COF-A', details('x'), 'catalog:read')).toMatchObject({ status: 403 });
  expect(await catalog.send({ method: 'PUT', url: '/v1/products/COF-A', body: details('x') })).toMatchObject({
    status: 401,
  });
  const refused = await put('COF-A', details('x', { price: { amount: -1, currency: 'EUR' } }));
  expect(refused).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'body', pointer: '/price/amount' }] },
  });
});

test('a change and the news of it are kept together', async () => {
  await put('COF-N', details('News'));
  const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName: 'catalog-test' }));
  const news = Items.filter((item) => item.kind?.S === 'outbox' && item.detail?.S?.includes('COF-N'));
  expect(news).toHaveLength(1);
  expect(news[0]).toMatchObject({ detailType: { S: 'ProductChanged' }, source: { S: 'catalog' } });
  expect(JSON.parse(news[0]?.detail?.S ?? '')).toMatchObject({ product: { sku: 'COF-N', name: 'News' } });
});

test('a search finds all words anywhere in name and description, in any case, within a category', async () => {
  const skus = async (query: string) => {
    const { body } = await get(`/v1/products?${query}`);
    return (body as { products: { sku: string }[] }).products.map(({ sku }) => sku);
  };
  expect(await skus('q=OSLO')).toEqual(['COF-B']);
  expect(await skus('q=filter+light')).toEqual(['COF-B']);
  expect(await skus('q=light+rome')).toEqual([]);
  expect(await skus('category=tea')).toEqual(['TEA-A']);
  expect(await skus('category=tea&q=roma')).toEqual([]);
});

test('pages follow one another by SKU without gaps or repetition', async () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await get(`/v1/products?limit=2${cursor && `&cursor=${cursor}`}`);
    const page = body as { products: { sku: string }[]; nextCursor?: string };
    expect(page.products.length).toBeLessThanOrEqual(2);
    seen.push(...page.products.map(({ sku }) => sku));
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  expect(seen).toEqual(['COF-A', 'COF-B', 'COF-N', 'TEA-A']);
});

test('the feed gives a partner all products, page by page, and nobody whose key no gateway has checked', async () => {
  const feed = (query: string, more: object = { apiKeyId: 'a1b2c3' }) =>
    catalog.send({ method: 'GET', url: `/v1/product-feed${query}`, ...more });
  const { status, body } = await feed('');
  const skus = (body as { products: { sku: string }[] }).products.map(({ sku }) => sku);
  expect([status, skus]).toEqual([200, ['COF-A', 'COF-B', 'COF-N', 'TEA-A']]);
  expect(body).not.toHaveProperty('nextCursor');
  const cursor = Buffer.from('COF-B', 'utf8').toString('base64url');
  expect(await feed(`?cursor=${cursor}`)).toMatchObject({
    body: { products: [{ sku: 'COF-N' }, { sku: 'TEA-A' }] },
  });
  for (const more of [{}, { headers: { 'x-api-key': 'whatever somebody sends' } }, { apiKeyId: '' }])
    expect(await feed('', more)).toMatchObject({
      status: 401,
      body: { detail: 'API Gateway has not checked an API key' },
    });
});

test('prices are quoted for what exists, the rest is named', async () => {
  const body = { skus: ['TEA-A', 'COF-Z', 'COF-A'] };
  const quoted = await catalog.send({ method: 'POST', url: '/v1/price-quotes', body });
  expect(quoted).toMatchObject({ status: 200, body: { unknownSkus: ['COF-Z'] } });
  const price = { amount: 1890, currency: 'EUR' };
  expect((quoted.body as { prices: unknown }).prices).toEqual([
    { sku: 'TEA-A', price },
    { sku: 'COF-A', price },
  ]);
});
